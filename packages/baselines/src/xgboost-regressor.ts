import { requireRows, requireTarget, type Table } from '@heph/data';
import { boost, type LabelledRows, type TrainingSet } from './boosting/boost';
import {
  BoostedTrees,
  float32Target,
  requireValidation,
  restoreTrees,
  type BoostingFitOptions,
} from './boosting/boosted-trees';
import { boostingParameters } from './boosting/boosting-parameters';
import { squaredError } from './boosting/squared-error';
import type { Regressor } from './estimator/contract';
import type { FeatureSpec } from './estimator/feature-schema';
import { Pacer } from './estimator/pacer';
import { checkTrainingTable, weightedMean } from './estimator/training-table';
import type { ExplainOptions } from './explain/explained-rows';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { readBaseline } from './storage/baseline-folder';
import { featureColumns } from './trees/feature-columns';
import { encodeFeatures } from './trees/feature-matrix';
import { readBooster } from './xgboost-json/read-booster';

const kind = 'XGBoostRegressor';

/**
 * Gradient boosted trees for squared error, as XGBoost's `hist` method builds them (Chen & Guestrin 2016), with its
 * parameters, defaults and float32 arithmetic: where features are numbers and all rows are used, the trees are those of
 * XGBoost 1.7. A missing value goes the way that training found better at each split. Categories are split by sets, sorted by
 * their gradients per hessian at each node (Fisher 1958), as LightGBM and XGBoost do; those that training never saw count as
 * missing. `validationErrors` are roots of mean squares.
 *
 * @example
 * const model = new XGBoostRegressor({ nEstimators: 2000, learningRate: 0.05, earlyStoppingRounds: 50 });
 * await model.fit(train, { target: 'price', validation });
 */
export class XGBoostRegressor extends BoostedTrees implements Regressor {
  protected override readonly kind = kind;

  async fit(table: Table, options: BoostingFitOptions): Promise<this> {
    const parameters = boostingParameters(this.options);
    const { validation } = options;
    requireValidation(parameters, validation);
    const { features, training, mean } = trainingRows(table, options);
    const baseScore = Math.fround(parameters.baseScore ?? mean);
    const result = await boost(
      training,
      validation && validationRows(validation, options.target, features),
      squaredError,
      baseScore,
      parameters,
      new Pacer(parameters.nEstimators, options),
    );
    const objective = squaredError.name;
    this.fitted = { objective, target: options.target, features, baseScore, classes: [], ...result };
    return this;
  }

  async predict(table: Table): Promise<Float64Array> {
    return Float64Array.from((await this.margins(table))[0]!);
  }

  /**
   * What each feature adds to each prediction: exact, path-dependent TreeSHAP.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapValues(table: Table, options?: ExplainOptions): Promise<ShapValues> {
    return (await explainRows(await this.explained(table), options))[0]!;
  }

  /**
   * What each pair of features adds to each prediction beyond what the two add on their own.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapInteractionValues(table: Table, options?: ExplainOptions): Promise<ShapInteractionValues> {
    return (await explainInteractions(await this.explained(table), options))[0]!;
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<XGBoostRegressor> {
    return readBaseline(directory, kind, stored => {
      const { options, target, features } = stored;
      boostingParameters(options);
      const model = new XGBoostRegressor(options);
      const restored = restoreTrees(stored);
      if (restored.trees.length !== 1)
        throw new RangeError(`treesPerOutput must have one number; it has ${restored.trees.length}`);
      model.fitted = { objective: squaredError.name, target, features, classes: [], ...restored };
      return model;
    });
  }

  /**
   * A model that XGBoost 1.0 or later saved as JSON (`save_model('model.json')`), or `toXGBoostJSON` here. It predicts
   * as XGBoost does, from numeric columns with the file's feature names (`f0`, `f1`, … where it has none), and with all
   * trees, also those after an early stop. XGBoost has numbers for categories, and so must the columns;
   * files written here have the categories themselves.
   *
   * @param json the file's text, or what it has been parsed to
   * @throws HephError `invalid-file` if it is no model of trees for a regression, saying where
   */
  static fromXGBoostJSON(json: string | object): XGBoostRegressor {
    const booster = readBooster(json, [squaredError.name]);
    const model = new XGBoostRegressor({
      nEstimators: Math.max(1, booster.trees[0]!.length),
      baseScore: booster.baseScore,
    });
    model.fitted = { ...booster, validationErrors: [] };
    return model;
  }
}

/** Apart from `fit`, which would hold on to the weights in double precision for as long as it runs. */
function trainingRows(table: Table, options: BoostingFitOptions) {
  const { features, target, weights } = checkTrainingTable(table, options);
  const training: TrainingSet = {
    columns: featureColumns(table, features),
    target: float32Target(options.target, target),
    weights: new Float32Array(weights),
  };
  return { features, training, mean: weightedMean(target, weights) };
}

function validationRows(table: Table, target: string, features: readonly FeatureSpec[]): LabelledRows {
  requireRows(table, 1);
  const { values } = requireTarget(table, target);
  return { target: float32Target(target, values), matrix: encodeFeatures(table, features) };
}

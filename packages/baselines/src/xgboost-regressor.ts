import { type ModelFolder, requireRows, requireTarget, type Table } from '@heph/data';
import {
  evaluateRegressor,
  loadAs,
  Progress,
  type RegressionMetrics,
  weightedMean,
  weightsInRange,
} from '@heph/estimator';
import { boost, type LabelledRows, type TrainingSet } from './boosting/boost';
import {
  BoostedTrees,
  checkLeaves,
  float32Target,
  loadedFrom,
  requireValidation,
  type BoostingFitOptions,
} from './boosting/boosted-trees';
import { boostingParameters } from './boosting/boosting-parameters';
import { restoreBoosting } from './boosting/boosting-state';
import type { IterationOptions } from './boosting/iteration-range';
import { squaredError } from './boosting/squared-error';
import type { Regressor } from './estimator/contract';
import type { FeatureSpec } from './estimator/feature-schema';
import { ownUnits, unitsForBoosting, type TargetUnits } from './estimator/target-units';
import { checkTrainingTable } from './estimator/training-table';
import type { ExplainOptions } from './explain/explained-rows';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { links, regressions } from './objectives/link';
import { restoreBaseline } from './storage/baseline-folder';
import { featureColumns } from './trees/feature-columns';
import { encodeFeatures } from './trees/feature-matrix';
import { fineFeatures, withUsedCuts } from './trees/fine-features';
import { readBooster, requireBytes } from './xgboost-json/read-booster';

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
  protected override get kind(): string {
    return kind;
  }

  fit(table: Table, options: BoostingFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: BoostingFitOptions): Promise<this> {
    const parameters = boostingParameters(this.options);
    const { validation } = options;
    requireValidation(parameters, validation);
    const { features, training, units, baseScore } = trainingRows(table, options, parameters.baseScore);
    const { trees, validationErrors } = await boost(
      training,
      validation && validationRows(validation, options.target, features, units),
      squaredError,
      baseScore,
      { ...parameters, gamma: parameters.gamma / units.scale / units.scale },
      new Progress(parameters.nEstimators, options),
    );
    checkLeaves(trees);
    this.fitted = {
      objective: squaredError.name,
      target: options.target,
      features: withUsedCuts(features, trees),
      baseScores: [baseScore],
      classes: [],
      trees,
      ...(units === ownUnits ? {} : { units }),
      validationErrors: validationErrors.map(error => error * units.scale),
    };
    return this;
  }

  async predict(table: Table, options?: IterationOptions): Promise<Float64Array> {
    const [margins] = await this.margins(table, options);
    const { toPrediction } = links[this.model.objective];
    const predictions = this.inUnits(margins!);
    if (toPrediction) predictions.forEach((margin, row) => (predictions[row] = toPrediction(margin)));
    return predictions;
  }

  /**
   * Compares predictions with the target column of a table.
   * @throws HephError as `predict` does; `missing-column` without the target, `invalid-data` if there is no row
   */
  async evaluate(table: Table): Promise<RegressionMetrics> {
    return evaluateRegressor(this, table, this.model.target);
  }

  /**
   * What each feature adds to each prediction: exact, path-dependent TreeSHAP. Of a model from a file whose objective has a
   * link, such as `count:poisson`, it is the margin that is explained, as XGBoost's `pred_contribs` do.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapValues(table: Table, options?: ExplainOptions & IterationOptions): Promise<ShapValues> {
    return (await explainRows(await this.explained(table, options), options))[0]!;
  }

  /**
   * What each pair of features adds to each prediction beyond what the two add on their own.
   * @throws HephError as `predict` does; `aborted`
   */
  async shapInteractionValues(
    table: Table,
    options?: ExplainOptions & IterationOptions,
  ): Promise<ShapInteractionValues> {
    return (await explainInteractions(await this.explained(table, options), options))[0]!;
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<XGBoostRegressor> {
    return loadAs(XGBoostRegressor, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<XGBoostRegressor> {
    return loadAs(XGBoostRegressor, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): XGBoostRegressor {
    const create = (options: object) => {
      boostingParameters(options);
      return new XGBoostRegressor(options);
    };
    return restoreBaseline(stored, kind, create, (model, state) => {
      const restored = restoreBoosting(state, regressions);
      if (restored.trees.length !== 1)
        throw new RangeError(`treesPerOutput must have one number; it has ${restored.trees.length}`);
      model.fitted = { ...restored, classes: [] };
    });
  }

  /**
   * A model that XGBoost 1.0 or later saved as JSON (`save_model('model.json')`), or `toXGBoostJSON` here. It predicts as
   * XGBoost's scikit-learn interface does: up to the best round of an early stop, and for objectives with a link, such as
   * `count:poisson` or `reg:logistic`, in the target's units; `binary:logitraw` gives log-odds. Features are numeric columns
   * with the file's names (`f0`, `f1`, … where it has none). Where the file names categories, as XGBoost 3.1 and files
   * written here do, columns have these; before, XGBoost had numbers for them, and so must the columns.
   *
   * @param json the file's text, or what it has been parsed to
   * @throws HephError `invalid-file` if it is no model of trees for a regression, saying where
   */
  static fromXGBoostJSON(json: string | object): XGBoostRegressor {
    const { options, fitted } = loadedFrom(readBooster(json, 'regression'));
    const model = new XGBoostRegressor(options);
    model.fitted = fitted;
    return model;
  }

  /**
   * The same for UBJSON, XGBoost's default format since 2.1 (`save_model('model.ubj')`), or the bytes of JSON.
   * @throws TypeError unless it is given bytes
   * @throws HephError `invalid-file` as `fromXGBoostJSON` does, or where the bytes are no UBJSON
   */
  static fromXGBoostUBJSON(bytes: Uint8Array): XGBoostRegressor {
    return XGBoostRegressor.fromXGBoostJSON(requireBytes(bytes));
  }
}

/** Apart from `fit`, which would hold on to the weights in double precision for as long as it runs. */
function trainingRows(table: Table, options: BoostingFitOptions, start: number | undefined) {
  const { target, weights: given, ...checked } = checkTrainingTable(table, options);
  const features = fineFeatures(table, checked.features);
  const weights = weightsInRange(given);
  const units = unitsForBoosting(target, weights, start);
  const training: TrainingSet = {
    columns: featureColumns(table, features),
    target: float32Target(options.target, target, units),
    weights: new Float32Array(weights),
  };
  const baseScore = Math.fround(((start ?? weightedMean(target, weights)) - units.offset) / units.scale);
  if (!Number.isFinite(baseScore))
    throw new RangeError(`baseScore must be within float32's range of the target; received ${start}`);
  return { features, training, units, baseScore };
}

function validationRows(
  table: Table,
  target: string,
  features: readonly FeatureSpec[],
  units: TargetUnits,
): LabelledRows {
  requireRows(table, 1);
  const { values } = requireTarget(table, target);
  return { target: float32Target(target, values, units), matrix: encodeFeatures(table, features) };
}

import { type ModelFolder, requireColumns, requireRows, type Table } from '@heph/data';
import {
  type ClassificationMetrics,
  classIndices,
  evaluateClassifier,
  isClasses,
  loadAs,
  Progress,
  weightedMean,
  weightsInRange,
} from '@heph/estimator';
import { boost, type TrainingSet } from './boosting/boost';
import {
  BoostedTrees,
  checkLeaves,
  loadedFrom,
  requireValidation,
  type BoostingFitOptions,
} from './boosting/boosted-trees';
import { boostingParameters, type BoostingParameters } from './boosting/boosting-parameters';
import { restoreBoosting } from './boosting/boosting-state';
import type { IterationOptions } from './boosting/iteration-range';
import { objectiveForClasses } from './boosting/objective-for-classes';
import { softmaxOf } from './boosting/softmax';
import { checkClassifiedTable, mostProbableClasses } from './estimator/classified-table';
import type { Classifier } from './estimator/contract';
import type { ExplainOptions } from './explain/explained-rows';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { classifications, isAbove0, isOfSeveralClasses } from './objectives/link';
import { sigmoid } from './objectives/sigmoid';
import { restoreBaseline } from './storage/baseline-folder';
import { featureColumns } from './trees/feature-columns';
import { encodeFeatures } from './trees/feature-matrix';
import { fineFeatures, withUsedCuts } from './trees/fine-features';
import { readBooster, requireBytes } from './xgboost-json/read-booster';

const kind = 'XGBoostClassifier';

/**
 * Gradient boosted trees for log loss, as XGBoost builds them (Chen & Guestrin 2016): `binary:logistic` for two
 * classes, `multi:softprob` for more, in its arithmetic. Features, missing values and options are as in
 * `XGBoostRegressor`; `baseScore` is the second class's probability before the first tree (default: its share of the
 * training rows; with more classes 0.5 for all, which makes no difference), and `validationErrors` are log losses.
 *
 * @example
 * const model = await new XGBoostClassifier({ nEstimators: 50 }).fit(train, { target: 'species' });
 * const species = await model.predict(test);
 */
export class XGBoostClassifier extends BoostedTrees implements Classifier {
  protected override get kind(): string {
    return kind;
  }

  fit(table: Table, options: BoostingFitOptions): Promise<this> {
    return this.turn.take(kind, () => this.learn(table, options));
  }

  private async learn(table: Table, options: BoostingFitOptions): Promise<this> {
    const parameters = boostingParameters(this.options);
    const { validation, target } = options;
    requireValidation(parameters, validation);
    const { features, classes, training, share } = trainingRows(table, options);
    const objective = objectiveForClasses(classes.length);
    const baseScore = Math.fround(checkedBaseScore(parameters, classes.length) ?? share);
    const result = await boost(
      training,
      validation && validationRows(validation, target, classes, features),
      objective,
      baseScore,
      parameters,
      new Progress(parameters.nEstimators, options),
    );
    const baseScores = result.trees.map(() => baseScore);
    checkLeaves(result.trees);
    this.fitted = {
      objective: objective.name,
      target,
      features: withUsedCuts(features, result.trees),
      baseScores,
      classes,
      ...result,
    };
    return this;
  }

  get classes(): readonly string[] {
    return this.model.classes;
  }

  async predict(table: Table, options?: IterationOptions): Promise<string[]> {
    return mostProbableClasses(await this.predictProba(table, options), this.classes);
  }

  async predictProba(table: Table, options?: IterationOptions): Promise<Float32Array[]> {
    const margins = await this.margins(table, options);
    const { objective, classes } = this.model;
    return Array.from({ length: table.numRows }, (_, row) => {
      if (!isOfSeveralClasses(objective)) {
        const margin = margins[0]![row]!;
        const probability = objective === 'binary:hinge' ? isAbove0(margin) : sigmoid(margin);
        return Float32Array.of(1 - probability, probability);
      }
      const probabilities = new Float32Array(classes.length);
      softmaxOf(margins, row, probabilities);
      return probabilities;
    });
  }

  /**
   * Compares predictions with the target column of a table.
   * @throws HephError as `predict` does; `invalid-data` if there is no row, or naming that of an unknown class
   */
  async evaluate(table: Table): Promise<ClassificationMetrics> {
    return evaluateClassifier(this, table, this.model.target);
  }

  /**
   * For each class, in order of `classes`, what each feature adds to each row's margin: exact, path-dependent TreeSHAP.
   * Margins are what the softmax makes probabilities of. Of two classes, the second's margin is its log-odds, as in
   * XGBoost's `pred_contribs`, and the first's are the same numbers with the opposite sign.
   *
   * @throws HephError as `predict` does; `aborted`
   */
  async shapValues(table: Table, options?: ExplainOptions & IterationOptions): Promise<ShapValues[]> {
    return forEachClass(await explainRows(await this.explained(table, options), options));
  }

  /**
   * For each class, in order of `classes`, what each pair of features adds to each row's margin beyond what the two add on
   * their own; margins are as in `shapValues`.
   *
   * @throws HephError as `predict` does; `aborted`
   */
  async shapInteractionValues(
    table: Table,
    options?: ExplainOptions & IterationOptions,
  ): Promise<ShapInteractionValues[]> {
    return forEachClass(await explainInteractions(await this.explained(table, options), options));
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<XGBoostClassifier> {
    return loadAs(XGBoostClassifier, directory);
  }

  /** Loads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError `invalid-file`, as `load` does */
  static fromBytes(bytes: Uint8Array): Promise<XGBoostClassifier> {
    return loadAs(XGBoostClassifier, bytes);
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, RangeError or TypeError if that is no whole model of this kind */
  static fromFiles(stored: ModelFolder): XGBoostClassifier {
    const create = (options: object) => {
      boostingParameters(options);
      return new XGBoostClassifier(options);
    };
    return restoreBaseline(stored, kind, create, (model, baseline) => {
      const { classes } = baseline.state;
      if (!isClasses(classes)) throw new RangeError('classes must be a list of at least two texts');
      const restored = restoreBoosting(baseline, classifications);
      const numOutputs = isOfSeveralClasses(restored.objective) ? classes.length : 1;
      if (restored.trees.length !== numOutputs || (numOutputs === 1 && classes.length !== 2))
        throw new RangeError(`treesPerOutput must be right for ${classes.length} classes`);
      model.fitted = { ...restored, classes };
    });
  }

  /**
   * A model that XGBoost 1.0 or later saved as JSON (`save_model('model.json')`), or `toXGBoostJSON` here. It predicts as
   * XGBoost's scikit-learn interface does, up to the best round of an early stop. Features are as in
   * `XGBoostRegressor.fromXGBoostJSON`; classes are `'0'`, `'1'`, … Files written here have the classes themselves.
   *
   * @param json the file's text, or what it has been parsed to
   * @throws HephError `invalid-file` if it is no model of trees for classes, saying where
   */
  static fromXGBoostJSON(json: string | object): XGBoostClassifier {
    const { options, fitted } = loadedFrom(readBooster(json, 'classification'));
    const model = new XGBoostClassifier(options);
    model.fitted = fitted;
    return model;
  }

  /**
   * The same for UBJSON, XGBoost's default format since 2.1 (`save_model('model.ubj')`), or the bytes of JSON.
   * @throws TypeError unless it is given bytes
   * @throws HephError `invalid-file` as `fromXGBoostJSON` does, or where the bytes are no UBJSON
   */
  static fromXGBoostUBJSON(bytes: Uint8Array): XGBoostClassifier {
    return XGBoostClassifier.fromXGBoostJSON(requireBytes(bytes));
  }
}

/** Apart from `fit`, which would hold on to the weights in double precision for as long as it runs. */
function trainingRows(table: Table, options: BoostingFitOptions) {
  const { classes, labels, weights: given, ...checked } = checkClassifiedTable(table, options);
  const features = fineFeatures(table, checked.features);
  const weights = weightsInRange(given);
  const training: TrainingSet = {
    columns: featureColumns(table, features),
    target: labels,
    weights: new Float32Array(weights),
  };
  return { features, classes, training, share: classes.length === 2 ? weightedMean(labels, weights) : 0.5 };
}

function validationRows(
  table: Table,
  target: string,
  classes: readonly string[],
  features: Parameters<typeof encodeFeatures>[1],
) {
  requireRows(table, 1);
  requireColumns(table, [target]);
  return {
    target: Float32Array.from(classIndices(table, target, classes)),
    matrix: encodeFeatures(table, features),
  };
}

/** @throws RangeError if a probability is asked for that is none */
function checkedBaseScore({ baseScore }: BoostingParameters, numClasses: number): number | undefined {
  if (baseScore !== undefined && numClasses === 2 && !(baseScore > 0 && baseScore < 1))
    throw new RangeError(`baseScore must be between 0 and 1 for two classes; received ${baseScore}`);
  return baseScore;
}

/** Of two classes there is one output, the second's; the first's is the opposite. */
function forEachClass<Explained extends ShapValues>(outputs: Explained[]): Explained[] {
  const [second, ...others] = outputs;
  if (others.length > 0) return outputs;
  const { values, expectedValue } = second!;
  return [{ ...second!, values: values.map(value => -value), expectedValue: -expectedValue }, second!];
}

import { HephError, requireRows, requireTarget, type Table } from '@heph/data';
import { boost, type LabelledRows } from './boosting/boost';
import { boostingParameters, type XGBoostOptions } from './boosting/boosting-parameters';
import type { FeatureImportance, Regressor, RegressorFitOptions } from './estimator/contract';
import type { FeatureSpec } from './estimator/feature-schema';
import { requireFitted } from './estimator/not-fitted';
import { Pacer } from './estimator/pacer';
import { rankImportances } from './estimator/rank-importances';
import { checkTrainingTable, weightedMean } from './estimator/training-table';
import { readBaseline, storedNumber, storedNumbers, writeBaseline } from './storage/baseline-folder';
import { treesFromFiles, treesToFiles } from './storage/tree-files';
import { encodeFeatures } from './trees/feature-matrix';
import { gainPerSplit } from './trees/importance';
import { sumTrees } from './trees/sum-trees';
import { countNodes, type Tree } from './trees/tree';

const kind = 'XGBoostRegressor';

/** Options of `XGBoostRegressor.fit`. */
export interface BoostingFitOptions extends RegressorFitOptions {
  /** Rows to measure the error on after each round, with the same columns. Early stopping needs them. */
  validation?: Table | undefined;
}

interface FittedBoosting {
  readonly target: string;
  readonly features: readonly FeatureSpec[];
  readonly baseScore: number;
  readonly validationErrors: readonly number[];
  readonly trees: readonly Tree[];
}

/**
 * Gradient boosted trees for squared error, as XGBoost's `hist` method builds them (Chen & Guestrin 2016), with its
 * parameters, defaults and float32 arithmetic. Where no feature has more than `maxBin` values the trees are
 * XGBoost's own; beyond that only the bins differ. A missing value goes the way that training found better at each
 * split. Categories are split by their order in the training table's dictionary; those that training never saw
 * count as missing.
 *
 * @example
 * const model = new XGBoostRegressor({ nEstimators: 2000, learningRate: 0.05, earlyStoppingRounds: 50 });
 * await model.fit(train, { target: 'price', validation });
 */
export class XGBoostRegressor implements Regressor {
  private fitted: FittedBoosting | undefined;

  /** Stores the parameters; `fit` checks them. */
  constructor(readonly options: Readonly<XGBoostOptions> = {}) {}

  async fit(table: Table, options: BoostingFitOptions): Promise<this> {
    const parameters = boostingParameters(this.options);
    if (parameters.earlyStoppingRounds !== undefined && options.validation === undefined)
      throw new TypeError('earlyStoppingRounds needs validation rows: fit(table, { target, validation })');
    const { features, target, weights } = checkTrainingTable(table, options);
    const validation = options.validation && labelledRows(options.validation, options.target, features);
    const baseScore = Math.fround(parameters.baseScore ?? weightedMean(target, weights));
    const { trees, validationErrors } = await boost(
      { ...labelledRows(table, options.target, features), weights: Float32Array.from(weights) },
      validation,
      baseScore,
      parameters,
      new Pacer(parameters.nEstimators, options),
    );
    this.fitted = { target: options.target, features, baseScore, validationErrors, trees };
    return this;
  }

  async predict(table: Table): Promise<Float32Array> {
    const { features, baseScore, trees } = this.model;
    const sums = new Float32Array(table.numRows).fill(baseScore);
    await sumTrees(trees, encodeFeatures(table, features), sums);
    return sums;
  }

  /** The average gain of each feature's splits, as XGBoost reports it. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, trees } = this.model;
    return rankImportances(features, gainPerSplit(trees, features.length));
  }

  /** The round after which the model was best on the validation rows, from 0; without early stopping, the last. */
  get bestIteration(): number {
    return this.model.trees.length - 1;
  }

  /** Root mean squared error on the validation rows after each round, also those after the best. */
  get validationErrors(): readonly number[] {
    return this.model.validationErrors;
  }

  /** The nodes of all trees. */
  get numNodes(): number {
    return countNodes(this.model.trees);
  }

  /** A number for each node: a split's threshold or a leaf's value. */
  countParams(): number {
    return this.numNodes;
  }

  async save(directory: string): Promise<void> {
    const { trees, ...rest } = this.model;
    await writeBaseline(directory, kind, { options: this.options, ...rest }, treesToFiles(trees));
  }

  /**
   * Loads what `save` wrote.
   * @throws HephError `invalid-file` if the folder does not hold a whole model of this kind
   */
  static load(directory: string): Promise<XGBoostRegressor> {
    return readBaseline(directory, kind, ({ options, target, features, state, files }) => {
      boostingParameters(options);
      const model = new XGBoostRegressor(options);
      model.fitted = {
        target,
        features,
        baseScore: storedNumber(state, 'baseScore'),
        validationErrors: storedNumbers(state, 'validationErrors'),
        trees: treesFromFiles(files, features.length),
      };
      return model;
    });
  }

  private get model(): FittedBoosting {
    return requireFitted(this.fitted, kind);
  }
}

function labelledRows(table: Table, target: string, features: readonly FeatureSpec[]): LabelledRows {
  requireRows(table, 1);
  return { target: float32Target(table, target), matrix: encodeFeatures(table, features) };
}

function float32Target(table: Table, name: string): Float32Array {
  const { values } = requireTarget(table, name);
  const rounded = Float32Array.from(values);
  const row = rounded.findIndex(value => !Number.isFinite(value));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `column "${name}", row ${row + 1}: expected a number within float32's range; found ${values[row]}`,
    );
  return rounded;
}

import type { Table } from '@heph/data';
import type { FeatureImportance, Regressor, RegressorFitOptions } from './estimator/contract';
import type { FeatureSpec } from './estimator/feature-schema';
import { requireFitted } from './estimator/not-fitted';
import { Pacer } from './estimator/pacer';
import { rankImportances } from './estimator/rank-importances';
import { checkTrainingTable, weightedMean } from './estimator/training-table';
import { forestParameters, type RandomForestOptions } from './forest/forest-parameters';
import { growForest } from './forest/grow-forest';
import { readBaseline, storedNumber, writeBaseline } from './storage/baseline-folder';
import { treesFromFiles, treesToFiles } from './storage/tree-files';
import { encodeFeatures } from './trees/feature-matrix';
import { meanGainShares } from './trees/importance';
import { sumTrees } from './trees/sum-trees';
import { countNodes, type Tree } from './trees/tree';

const kind = 'RandomForestRegressor';

interface FittedForest {
  readonly target: string;
  readonly features: readonly FeatureSpec[];
  /** The mean of the training rows' targets; the trees tell the deviation from it. */
  readonly mean: number;
  readonly trees: readonly Tree[];
}

/**
 * A random forest that predicts a number: the average of many deep trees, each grown on a bootstrap sample of the
 * rows (Breiman 2001). A missing value goes the way that training found better at each split. Categories are split
 * by their order in the training table's dictionary; those that training never saw count as missing.
 *
 * @example
 * const forest = await new RandomForestRegressor({ seed: 1 }).fit(train, { target: 'price' });
 * const prices = await forest.predict(test);
 */
export class RandomForestRegressor implements Regressor {
  private fitted: FittedForest | undefined;

  /** Stores the parameters; `fit` checks them. */
  constructor(readonly options: Readonly<RandomForestOptions> = {}) {}

  async fit(table: Table, options: RegressorFitOptions): Promise<this> {
    const parameters = forestParameters(this.options);
    const { features, target, weights } = checkTrainingTable(table, options);
    const mean = weightedMean(target, weights);
    const rows = { matrix: encodeFeatures(table, features), target, weights, mean };
    const trees = await growForest(rows, parameters, new Pacer(parameters.nEstimators, options));
    this.fitted = { target: options.target, features, mean, trees };
    return this;
  }

  async predict(table: Table): Promise<Float32Array> {
    const { features, mean, trees } = this.model;
    const sums = new Float64Array(table.numRows);
    await sumTrees(trees, encodeFeatures(table, features), sums);
    return Float32Array.from(sums, sum => mean + sum / trees.length);
  }

  /** Mean decrease in impurity: what each feature's splits took off the squared error. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, trees } = this.model;
    return rankImportances(features, meanGainShares(trees, features.length));
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
   * @throws HephError `invalid-file` if the folder does not hold a whole forest
   */
  static load(directory: string): Promise<RandomForestRegressor> {
    return readBaseline(directory, kind, ({ options, target, features, state, files }) => {
      forestParameters(options);
      const forest = new RandomForestRegressor(options);
      const trees = treesFromFiles(files, features.length);
      forest.fitted = { target, features, mean: storedNumber(state, 'mean'), trees };
      return forest;
    });
  }

  private get model(): FittedForest {
    return requireFitted(this.fitted, kind);
  }
}

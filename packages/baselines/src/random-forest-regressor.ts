import type { Table } from '@heph/data';
import type { FeatureImportance, Regressor, RegressorFitOptions } from './estimator/contract';
import type { FeatureSpec } from './estimator/feature-schema';
import { requireFitted } from './estimator/not-fitted';
import { Pacer } from './estimator/pacer';
import { rankImportances } from './estimator/rank-importances';
import { checkTrainingTable, weightedMean } from './estimator/training-table';
import type { ExplainedRows } from './explain/ensemble';
import { explainInteractions, type ShapInteractionValues } from './explain/shap-interactions';
import { explainRows, type ShapValues } from './explain/shap-values';
import { treeImportances, type TreeImportanceKind } from './explain/tree-importances';
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

  /** The features' shares by another measure, the largest first. */
  importancesBy(measure: TreeImportanceKind): FeatureImportance[] {
    const { features, trees } = this.model;
    return treeImportances(trees, features, measure);
  }

  /** What each feature adds to each prediction: exact, path-dependent TreeSHAP. */
  async shapValues(table: Table): Promise<ShapValues> {
    return explainRows(this.explained(table));
  }

  /** What each pair of features adds to each prediction beyond what the two add on their own. */
  async shapInteractionValues(table: Table): Promise<ShapInteractionValues> {
    return explainInteractions(this.explained(table));
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

  private explained(table: Table): ExplainedRows {
    const { features, mean, trees } = this.model;
    const ensemble = { trees, base: mean, scale: 1 / trees.length };
    return {
      ensemble,
      matrix: encodeFeatures(table, features),
      featureNames: features.map(({ name }) => name),
    };
  }

  private get model(): FittedForest {
    return requireFitted(this.fitted, kind);
  }
}

import { checkOptions, type Table } from '@heph/data';
import type { FeatureImportance } from '@heph/estimator';
import { Baseline, type FittedBaseline } from '../estimator/baseline';
import { rankImportances } from '../estimator/rank-importances';
import { treeImportances, type TreeImportanceKind } from '../explain/tree-importances';
import { encodeFeatures } from '../trees/feature-matrix';
import { meanGainShares } from '../trees/importance';
import { sumTrees } from '../trees/sum-trees';
import { countNodes, type Tree } from '../trees/tree';
import { forestOptionNames, type RandomForestOptions } from './forest-parameters';

/** What fitting a forest leaves. */
export interface FittedForest extends FittedBaseline {
  /** For each output (a class, or the number), its trees; trees of several outputs share their structure. */
  readonly trees: readonly (readonly Tree[])[];
  /** Where it was asked for. */
  readonly oobScore: number | undefined;
}

/** What forests for numbers and for classes have in common. */
export abstract class Forest<Fitted extends FittedForest> extends Baseline<Fitted> {
  /**
   * Stores the parameters; `fit` checks their values.
   * @throws TypeError at a parameter that does not exist
   */
  constructor(readonly options: Readonly<RandomForestOptions> = {}) {
    super();
    checkOptions(this.kind, options, forestOptionNames);
  }

  /** Mean decrease in impurity: what each feature's splits took off it. The largest share first. */
  get featureImportances(): FeatureImportance[] {
    const { features, trees } = this.model;
    return rankImportances(features, meanGainShares(trees[0]!, features.length));
  }

  /** The features' shares by another measure, the largest first. */
  importancesBy(measure: TreeImportanceKind): FeatureImportance[] {
    const { features, trees } = this.model;
    return treeImportances(trees[0]!, features, measure);
  }

  /**
   * How well each training row is predicted by the trees that have not seen it (Breiman 2001), an estimate of the score on
   * other rows: R² for numbers, the share of rows predicted right for classes. `undefined` unless the option `oobScore` is
   * set, `NaN` if every tree has seen every row.
   */
  get oobScore(): number | undefined {
    return this.model.oobScore;
  }

  /** The nodes of all trees. */
  get numNodes(): number {
    return countNodes(this.model.trees[0]!);
  }

  /** For each output, the average over the trees for every row. */
  protected async averages(table: Table): Promise<Float64Array[]> {
    const { features, trees } = this.model;
    const matrix = encodeFeatures(table, features);
    const sums = trees.map(() => new Float64Array(table.numRows));
    await sumTrees(trees, matrix, sums);
    return sums.map((ofOutput, output) => ofOutput.map(sum => sum / trees[output]!.length));
  }
}

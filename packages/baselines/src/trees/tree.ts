import type { CategorySets } from './category-sets';

/**
 * One regression tree as parallel arrays. Node 0 is the root, children come after their parent, and a node's right
 * child follows its left child. A row goes left where `x < threshold`, and where x is missing and `defaultLeft` is 1. At a
 * node with a set of categories, it goes left where x is not in the set.
 */
export interface Tree {
  /** The feature a node asks about; -1 at a leaf. */
  readonly feature: Int32Array;
  /** Numbers below it go left; `NaN` at a node that splits by a set of categories. */
  readonly threshold: Float32Array;
  readonly defaultLeft: Uint8Array;
  /** The left child (the right one is `left + 1`); -1 at a leaf. */
  readonly left: Int32Array;
  /** What the tree says at a leaf, and would say if it ended at an inner node. */
  readonly value: Float32Array;
  /** Sum of the training rows' hessians: for squared error without weights, how many rows came by. */
  readonly cover: Float32Array;
  /** How much a split improved the objective; 0 at a leaf. */
  readonly gain: Float32Array;
  /** The sets of the nodes that split by categories; absent where all splits are numeric. */
  readonly categories?: CategorySets | undefined;
}

/** Stands where a leaf has no feature and no child. */
export const LEAF = -1;

/** How many nodes the trees have together. */
export function countNodes(trees: readonly Tree[]): number {
  return trees.reduce((sum, tree) => sum + tree.feature.length, 0);
}

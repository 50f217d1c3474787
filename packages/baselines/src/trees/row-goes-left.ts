import { hasSet, isInSet } from './category-sets';
import type { Tree } from './tree';

/** Whether a value goes left at a split: a number below the threshold, a category outside the set, or missing by default. */
export function rowGoesLeft(tree: Tree, node: number, x: number): boolean {
  if (Number.isNaN(x)) return tree.defaultLeft[node] === 1;
  const { categories } = tree;
  return categories && hasSet(categories, node) ? !isInSet(categories, node, x) : x < tree.threshold[node]!;
}

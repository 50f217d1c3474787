import type { FeatureMatrix } from './feature-matrix';
import { rowGoesLeft } from './row-goes-left';
import { LEAF, type Tree } from './tree';

/** Adds what a tree that splits by categories, too, says of the rows from `start` up to `end` to their sums. */
export function addCategoricalTree(
  tree: Tree,
  { values, numFeatures }: FeatureMatrix,
  sums: Float32Array | Float64Array,
  start: number,
  end: number,
): void {
  const { feature, left, value } = tree;
  for (let row = start; row < end; row++) {
    const first = row * numFeatures;
    let node = 0;
    for (let asked = feature[0]!; asked !== LEAF; asked = feature[node]!)
      node = rowGoesLeft(tree, node, values[first + asked]!) ? left[node]! : left[node]! + 1;
    sums[row]! += value[node]!;
  }
}

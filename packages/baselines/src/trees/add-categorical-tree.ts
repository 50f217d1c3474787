import { isInSet } from './category-sets';
import type { FeatureMatrix } from './feature-matrix';
import { LEAF, type Tree } from './tree';

const { isNaN } = Number;

/** Adds what a tree that splits by categories, too, says of the rows from `start` up to `end` to their sums. */
export function addCategoricalTree(
  tree: Tree,
  { values, numFeatures }: FeatureMatrix,
  sums: Float32Array | Float64Array,
  start: number,
  end: number,
): void {
  const { feature, threshold, left, defaultLeft, value } = tree;
  const categories = tree.categories!;
  for (let row = start; row < end; row++) {
    const first = row * numFeatures;
    let node = 0;
    for (let asked = feature[0]!; asked !== LEAF; asked = feature[node]!) {
      const x = values[first + asked]!;
      let goesLeft = x < threshold[node]!;
      if (!goesLeft) {
        if (isNaN(x)) goesLeft = defaultLeft[node] === 1;
        else if (isNaN(threshold[node]!)) goesLeft = !isInSet(categories, node, x);
      }
      node = goesLeft ? left[node]! : left[node]! + 1;
    }
    sums[row]! += value[node]!;
  }
}

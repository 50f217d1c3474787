import { Pacer } from '../estimator/pacer';
import { addCategoricalTree } from './add-categorical-tree';
import type { FeatureMatrix } from './feature-matrix';
import { LEAF, type Tree } from './tree';

const { isNaN } = Number;

const blockRows = 32768;

/** Adds what one tree says of the rows from `start` up to `end` to their sums. */
export function addTree(
  tree: Tree,
  matrix: FeatureMatrix,
  sums: Float32Array | Float64Array,
  start = 0,
  end = matrix.numRows,
): void {
  if (tree.categories) return addCategoricalTree(tree, matrix, sums, start, end);
  const { values, numFeatures } = matrix;
  const { feature, threshold, left, defaultLeft, value } = tree;
  for (let row = start; row < end; row++) {
    const first = row * numFeatures;
    let node = 0;
    for (let asked = feature[0]!; asked !== LEAF; asked = feature[node]!) {
      const x = values[first + asked]!;
      const goesLeft = x < threshold[node]! || (isNaN(x) && defaultLeft[node] === 1);
      node = goesLeft ? left[node]! : left[node]! + 1;
    }
    sums[row]! += value[node]!;
  }
}

/** Adds what all trees say, tree by tree, to the rows' sums. */
export async function sumTrees(
  trees: readonly Tree[],
  matrix: FeatureMatrix,
  sums: Float32Array | Float64Array,
): Promise<void> {
  const pacer = new Pacer(matrix.numRows);
  for (let start = 0; start < matrix.numRows; start += blockRows) {
    const end = Math.min(start + blockRows, matrix.numRows);
    for (const tree of trees) {
      addTree(tree, matrix, sums, start, end);
      await pacer.step(start);
    }
  }
}

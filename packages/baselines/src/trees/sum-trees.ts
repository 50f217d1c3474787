import { Progress } from '@heph/estimator';
import { addCategoricalTree } from './add-categorical-tree';
import type { FeatureMatrix } from './feature-matrix';
import { LEAF, type Tree } from './tree';
import { WasmLeaves } from './wasm-leaves';

const { isNaN } = Number;

const blockRows = 16384;
/** Rows times trees: for fewer, what it takes to set WebAssembly up is not worth while. */
const enoughToFind = 16384;

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

/** Adds what all trees of each output say, in order, to the rows' sums. */
export async function sumTrees(
  trees: readonly (readonly Tree[])[],
  matrix: FeatureMatrix,
  sums: readonly (Float32Array | Float64Array)[],
): Promise<void> {
  const { numRows } = matrix;
  const progress = new Progress(numRows);
  const finder = leafFinder(trees.flat(), matrix);
  const numRounds = Math.max(...trees.map(ofOutput => ofOutput.length));
  for (let start = 0; start < numRows; start += blockRows) {
    const end = Math.min(start + blockRows, numRows);
    finder?.start(matrix, start, end);
    for (let round = 0; round < numRounds; round++) {
      let found: { readonly left: Int32Array; readonly leaves: Int32Array } | undefined;
      for (const [output, ofOutput] of trees.entries()) {
        const tree = ofOutput[round];
        if (!tree) continue;
        if (!finder || tree.categories) {
          addTree(tree, matrix, sums[output]!, start, end);
          continue;
        }
        // Trees of several outputs that share their structure share the leaves, too.
        if (found?.left !== tree.left) found = { left: tree.left, leaves: finder.of(tree) };
        addLeaves(found.leaves, tree.value, sums[output]!, start);
      }
      await progress.step(start);
    }
  }
}

/** Something faster than a loop, where there is enough to do and it can be had. */
function leafFinder(trees: readonly Tree[], { numRows, numFeatures }: FeatureMatrix): WasmLeaves | undefined {
  if (numRows * trees.length < enoughToFind) return undefined;
  const mostNodes = trees.reduce((most, { feature }) => Math.max(most, feature.length), 0);
  return WasmLeaves.tryCreate(numFeatures, Math.min(numRows, blockRows), mostNodes);
}

function addLeaves(
  leaves: Int32Array,
  value: Float32Array,
  sums: Float32Array | Float64Array,
  start: number,
): void {
  for (let i = 0; i < leaves.length; i++) sums[start + i]! += value[leaves[i]!]!;
}

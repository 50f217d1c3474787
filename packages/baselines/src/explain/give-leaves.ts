import { checkOptions } from '@heph/data';
import { Progress } from '@heph/estimator';
import type { FeatureMatrix } from '../trees/feature-matrix';
import type { Attribution } from './attribution';
import type { ExplainedRows, ExplainOptions } from './explained-rows';
import { mostGroupedRows } from './row-groups';
import { TreeExplainer, type Block } from './tree-explainer';

/** How many leaves, once for each row, to do between looks at the clock. */
const leavesPerStep = 65536;

/** Of boosted trees, rounds may be chosen too. */
const optionNames = { onProgress: true, signal: true, iterationRange: true } as const;

/**
 * Gives features (or pairs) what all trees' leaves are worth to them, in blocks of rows.
 * @param finish takes what was given to a block, whose first row is `start`; the ensemble's scale is not in it yet
 * @throws HephError `aborted`
 */
export async function giveLeaves(
  { ensemble, matrix }: ExplainedRows,
  attribution: Attribution,
  options: ExplainOptions,
  finish: (block: Block, start: number) => void,
): Promise<void> {
  checkOptions<ExplainOptions>('shapValues', options, optionNames);
  const { trees, bases } = ensemble;
  const { numRows } = matrix;
  const numLeaves = trees.reduce((sum, { tree }) => sum + (tree.feature.length + 1) / 2, 0);
  const progress = new Progress(numLeaves * numRows, options);
  let done = 0;
  let stepped = 0;
  for (let start = 0; start < numRows; start += mostGroupedRows) {
    const block = emptyBlock(matrix, start, attribution, bases.length);
    for (const tree of trees)
      for (const leaves of new TreeExplainer(tree, block, attribution).run()) {
        done += leaves;
        if (done - stepped < leavesPerStep) continue;
        stepped = done;
        await progress.step(done);
      }
    finish(block, start);
  }
  await progress.step(done);
}

function emptyBlock(
  { values, numRows, numFeatures }: FeatureMatrix,
  start: number,
  attribution: Attribution,
  numOutputs: number,
): Block {
  const size = Math.min(mostGroupedRows, numRows - start);
  const columns = Array.from({ length: numFeatures }, (_, feature) => {
    const column = new Float32Array(size);
    for (let row = 0; row < size; row++) column[row] = values[(start + row) * numFeatures + feature]!;
    return column;
  });
  const numPlaces = attribution.numPlaces(numFeatures);
  const results = Array.from({ length: numOutputs }, () =>
    Array.from({ length: numPlaces }, () => new Float64Array(size)),
  );
  return { numRows: size, columns, results };
}

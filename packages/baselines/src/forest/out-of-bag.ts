import { createRandom } from '@heph/data';
import { matrixOf } from '../trees/feature-matrix';
import { weightedRows } from '../trees/sort-features';
import { addTree } from '../trees/sum-trees';
import type { Tree } from '../trees/tree';
import { Bootstrap, treeSeeds } from './bootstrap';
import type { ForestParameters } from './forest-parameters';
import type { ForestRows } from './grow-forest';

/** What the trees that did not learn from a row say of it. */
export interface OutOfBag {
  /** The rows that at least one tree did not learn from. */
  readonly rows: Uint32Array;
  /** For each output, the average over those trees, for every row of the table. */
  readonly averages: readonly Float64Array[];
}

/** Lets every tree predict the rows that it has not seen (Breiman 2001). Which these are, the seed tells again. */
export function predictOutOfBag(
  { features, weights }: ForestRows,
  trees: readonly (readonly Tree[])[],
  parameters: ForestParameters,
): OutOfBag {
  const matrix = matrixOf(features);
  const bootstrap = new Bootstrap(weights, true);
  const candidates = weightedRows(weights);
  const averages = trees.map(() => new Float64Array(matrix.numRows));
  const counts = new Uint32Array(matrix.numRows);
  const said = new Float64Array(matrix.numRows);
  treeSeeds(parameters).forEach((seed, i) => {
    const drawn = bootstrap.weightsOf(createRandom(seed));
    const unseen = candidates.filter(row => drawn[row] === 0);
    for (const row of unseen) counts[row]!++;
    trees.forEach((ofOutput, output) => {
      addTree(ofOutput[i]!, matrix, said.fill(0));
      for (const row of unseen) averages[output]![row]! += said[row]!;
    });
  });
  const rows = candidates.filter(row => counts[row]! > 0);
  for (const average of averages) for (const row of rows) average[row]! /= counts[row]!;
  return { rows, averages };
}

import type { Table } from '@heph/data';
import type { TreeExplanations } from '../models/model';
import { unlessAborted } from '../unless-aborted';

export interface PairImportance {
  readonly columns: readonly [string, string];
  readonly score: number;
}

/** What trees make of columns and pairs, in the target's units. */
export interface TreeShares {
  /** How many rows the means are over. */
  readonly rows: number;
  /** Mean absolute SHAP values by column. */
  readonly columns: ReadonlyMap<string, number>;
  /** Mean absolute SHAP interaction values, the largest first. */
  readonly pairs: readonly PairImportance[];
}

/** Nodes times rows that are worth walking: a few seconds. */
const workLimit = 4e6;
/** Means over fewer rows would tell of these rows only. */
const fewestRows = 30;
const mostRows = 500;

/**
 * Means of exact SHAP values and interaction values over the first rows: fewer the more nodes the trees have, and none
 * where a deep forest would take minutes.
 *
 * @throws whatever reason `signal` was aborted with
 */
export async function explainTrees(
  trees: TreeExplanations,
  table: Table,
  signal: AbortSignal,
): Promise<TreeShares | undefined> {
  const rows = Math.min(mostRows, Math.floor(workLimit / trees.numNodes));
  if (rows < fewestRows) return undefined;
  const explained = table.slice(0, rows);
  const { numRows } = explained;
  const { featureNames, values } = await unlessAborted(trees.shapInteractionValues(explained), signal);
  const width = featureNames.length;
  // A line of the matrix sums to the column's SHAP value; a pair's effect is shared by its two places.
  const shap = new Float64Array(width);
  const pairs = new Float64Array(width * width);
  for (let row = 0; row < numRows; row++)
    for (let i = 0; i < width; i++) {
      const line = values.subarray((row * width + i) * width, (row * width + i + 1) * width);
      shap[i]! += Math.abs(line.reduce((sum, value) => sum + value, 0)) / numRows;
      for (let j = i + 1; j < width; j++) pairs[i * width + j]! += Math.abs(2 * line[j]!) / numRows;
    }
  const scored = featureNames.flatMap((one, i) =>
    featureNames.slice(i + 1).map((other, k) => ({
      columns: [one, other] as const,
      score: pairs[i * width + i + 1 + k]!,
    })),
  );
  return {
    rows: numRows,
    columns: new Map(featureNames.map((name, i) => [name, shap[i]!])),
    pairs: scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score),
  };
}

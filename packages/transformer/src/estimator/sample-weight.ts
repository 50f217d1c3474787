import type { Table } from '@heph/data';
import { checkWeights, weightRatios } from '@heph/estimator';

/** The rows that count, and how much. */
export interface WeightedTable {
  table: Table;
  /** One for each row of the table, above 0; null where all count alike. */
  weights: Float32Array | null;
}

/**
 * A table without its rows of weight 0.
 *
 * @throws HephError `invalid-data` naming the row of what is no weight
 */
export function weightedTable(table: Table, sampleWeight: ArrayLike<number> | undefined): WeightedTable {
  if (sampleWeight === undefined) return { table, weights: null };
  const ratios = weightRatios(checkWeights(sampleWeight, table.numRows));
  const kept = Int32Array.from(ratios.keys()).filter(index => ratios[index]! > 0);
  return { table: table.take(kept), weights: ratios.filter(ratio => ratio > 0) };
}

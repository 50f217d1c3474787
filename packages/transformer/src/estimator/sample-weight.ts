import { HephError, type Table } from '@heph/data';

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
  if (sampleWeight.length !== table.numRows)
    throw new HephError(
      'invalid-data',
      `sampleWeight: expected a weight for each of the ${table.numRows} rows; received ${sampleWeight.length}`,
    );
  const weights = Float64Array.from(sampleWeight);
  const row = weights.findIndex(weight => !(weight >= 0 && weight < Infinity));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `sampleWeight, row ${row + 1}: expected a finite number of at least 0; found ${String(sampleWeight[row])}`,
    );
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0)
    throw new HephError('invalid-data', 'sampleWeight: expected a weight above 0; all are 0');
  // Only ratios count, and ratios to the largest fit float32 whatever the weights' size.
  const ratios = Float32Array.from(weights, weight => weight / largest);
  const kept = Int32Array.from(ratios.keys()).filter(index => ratios[index]! > 0);
  return { table: table.take(kept), weights: ratios.filter(ratio => ratio > 0) };
}

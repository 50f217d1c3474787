import { HephError, requireColumns, requireRows, requireTarget, type Table } from '@heph/data';
import type { RegressorFitOptions } from './contract';
import { describeFeatures, type FeatureSpec } from './feature-schema';

/** One weight a row. Where each is 1, and where rows are counted, a byte tells as much as a double. */
export type RowWeights = Uint8Array | Float32Array | Float64Array;

/** A table that has been found fit to learn from. */
export interface TrainingTable {
  readonly features: FeatureSpec[];
  readonly target: Float64Array | Float32Array;
  readonly weights: RowWeights;
}

/**
 * Makes sure that a regressor can learn from a table.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 * @throws RangeError if `features` is of no use
 */
export function checkTrainingTable(table: Table, options: RegressorFitOptions): TrainingTable {
  const { target, features, sampleWeight } = options;
  if (typeof target !== 'string')
    throw new TypeError(`target must be a column's name; received ${String(target)}`);
  requireColumns(table, [target]);
  requireRows(table, 2);
  return {
    features: describeFeatures(table, target, features),
    target: requireTarget(table, target).values,
    weights: checkWeights(sampleWeight, table.numRows),
  };
}

/**
 * One weight a row; where none are given, 1 each, in bytes.
 * @throws HephError `invalid-data`, naming the row
 */
export function checkWeights(weights: ArrayLike<number> | undefined, numRows: number): RowWeights {
  if (weights === undefined) return new Uint8Array(numRows).fill(1);
  if (weights.length !== numRows)
    throw new HephError(
      'invalid-data',
      `sampleWeight must have a weight for each of the ${numRows} rows; received ${weights.length}`,
    );
  const checked = Float64Array.from(weights);
  const row = checked.findIndex(weight => !(weight >= 0 && weight < Infinity));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `sampleWeight, row ${row + 1}: expected a finite number of at least 0; found ${String(weights[row])}`,
    );
  if (!checked.some(weight => weight > 0))
    throw new HephError('invalid-data', 'sampleWeight must have a weight above 0; all are 0');
  return checked;
}

/** The smallest weight above 0; infinite if there is none. */
export function leastWeight(weights: RowWeights): number {
  let least = Infinity;
  for (let row = 0; row < weights.length; row++)
    if (weights[row]! > 0 && weights[row]! < least) least = weights[row]!;
  return least;
}

/** The weighted mean. */
export function weightedMean(values: ArrayLike<number>, weights: RowWeights): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

import { HephError, requireColumns, requireRows, requireTarget, type Table } from '@heph/data';
import type { RegressorFitOptions } from './contract';
import { describeFeatures, type FeatureSpec } from './feature-schema';

/** A table that has been found fit to learn from. */
export interface TrainingTable {
  readonly features: FeatureSpec[];
  readonly target: Float64Array | Float32Array;
  readonly weights: Float64Array;
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
 * One weight a row; 1 each where none are given.
 * @throws HephError `invalid-data`, naming the row
 */
export function checkWeights(weights: ArrayLike<number> | undefined, numRows: number): Float64Array {
  if (weights === undefined) return new Float64Array(numRows).fill(1);
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

/** The weighted mean. */
export function weightedMean(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

import {
  checkOptions,
  HephError,
  largestMagnitude,
  powerOfTwo,
  type OptionNames,
  requireColumns,
  requireRows,
  requireTarget,
  type Table,
} from '@heph/data';
import { fitOptionNames, type RegressorFitOptions } from './contract';
import { describeFeatures, type FeatureSpec } from './feature-schema';

/** No target may be larger, so that sums of a few predictions still are doubles. */
const mostTarget = 2 ** 1010;

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
 * @throws RangeError if `features` is of no use; TypeError at an option that does not exist
 */
export function checkTrainingTable(
  table: Table,
  options: RegressorFitOptions,
  names: OptionNames<RegressorFitOptions> = fitOptionNames,
): TrainingTable {
  requireOptions(options, names);
  const { target, features, sampleWeight } = options;
  requireColumns(table, [target]);
  requireRows(table, 2);
  const { values } = requireTarget(table, target);
  checkMagnitude(target, values);
  return {
    features: describeFeatures(table, target, features),
    target: values,
    weights: checkWeights(sampleWeight, table.numRows),
  };
}

/** @throws HephError `invalid-data`, naming the first row whose number is too large to compute with */
function checkMagnitude(name: string, values: ArrayLike<number>): void {
  for (let row = 0; row < values.length; row++)
    if (Math.abs(values[row]!) > mostTarget)
      throw new HephError(
        'invalid-data',
        `column "${name}", row ${row + 1}: expected a target of at most 1e304 in size; found ${values[row]}`,
      );
}

/** @throws TypeError at an option that does not exist, or without a target */
export function requireOptions(options: RegressorFitOptions, names: OptionNames<RegressorFitOptions>): void {
  if (options === undefined)
    throw new TypeError("fit: expected options with a target, { target: '…' }; received undefined");
  checkOptions('fit', options, names);
  if (typeof options.target !== 'string')
    throw new TypeError(`target must be a column's name; received ${String(options.target)}`);
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

/** The weighted mean: that of equal values is this value, whatever the weights, and numbers and weights of any size have one. */
export function weightedMean(values: ArrayLike<number>, weights: RowWeights): number {
  let sum = 0;
  let total = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    const value = values[i]!;
    sum += weight * value;
    total += weight;
    if (weight === 0) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least === most) return least;
  const unit = powerOfTwo(Math.max(Math.abs(least), Math.abs(most)));
  const weightUnit = powerOfTwo(largestMagnitude(weights));
  if (isOrdinary(unit) && isOrdinary(weightUnit)) return sum / total;
  sum = 0;
  total = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]! / weightUnit;
    if (weight > 0) sum += weight * (values[i]! / unit);
    total += weight;
  }
  return (sum / total) * unit;
}

/** Whether products of two such numbers, and long sums of these, are doubles with all their digits. */
function isOrdinary(unit: number): boolean {
  return unit < 2 ** 450 && unit > 2 ** -450;
}

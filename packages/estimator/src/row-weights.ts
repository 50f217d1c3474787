import { HephError, largestMagnitude, powerOfTwo } from '@heph/data';

/** One weight a row. Where each is 1, and where rows are counted, a byte tells as much as a double. */
export type RowWeights = Uint8Array | Float32Array | Float64Array;

/** So large may the sum of all weights be, and so small the largest, for products of sums to be within float32's range. */
const mostWeight = 2 ** 60;
/** What is a smaller share of the largest weight is none: no product of two sums would tell it from 0. */
const leastShare = 2 ** -100;

/**
 * One weight a row; where none are given, 1 each, in bytes.
 * @throws HephError `invalid-data`, naming the row
 */
export function checkWeights(weights: ArrayLike<number> | undefined, numRows: number): RowWeights {
  if (weights === undefined) return new Uint8Array(numRows).fill(1);
  if (weights.length !== numRows)
    throw new HephError(
      'invalid-data',
      `sampleWeight: expected a weight for each of the ${numRows} rows; received ${weights.length}`,
    );
  const checked = Float64Array.from(weights);
  const row = checked.findIndex(weight => !(weight >= 0 && weight < Infinity));
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `sampleWeight, row ${row + 1}: expected a finite number of at least 0; found ${String(weights[row])}`,
    );
  if (!checked.some(weight => weight > 0))
    throw new HephError('invalid-data', 'sampleWeight: expected a weight above 0; all are 0');
  return checked;
}

/**
 * The weights as models can sum them up. Weights of more or less than float32 arithmetic has room for count by what they are to
 * their mean, which then is 1.
 */
export function weightsInRange(weights: RowWeights): RowWeights {
  const largest = largestMagnitude(weights);
  const isInRange = largest * weights.length <= mostWeight && largest >= 1 / mostWeight;
  if (isInRange && leastWeight(weights) >= largest * leastShare) return weights;
  const unit = powerOfTwo(largest);
  const shares = Float64Array.from(weights, weight => (weight >= largest * leastShare ? weight / unit : 0));
  if (isInRange) return shares.map(share => share * unit);
  let sum = 0;
  let count = 0;
  for (const share of shares) {
    sum += share;
    if (share > 0) count++;
  }
  return shares.map(share => share / (sum / count));
}

/** The weights as shares of the largest, which fit float32 whatever their size: for losses in which ratios alone count. */
export function weightRatios(weights: RowWeights): Float32Array {
  const largest = largestMagnitude(weights);
  return Float32Array.from(weights, weight => weight / largest);
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

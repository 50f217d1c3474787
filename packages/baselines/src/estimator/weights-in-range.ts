import { largestMagnitude, powerOfTwo } from '@heph/data';
import { leastWeight, type RowWeights } from './training-table';

/** So large may the sum of all weights be, and so small the largest, for products of sums to be within float32's range. */
const mostWeight = 2 ** 60;
/** What is a smaller share of the largest weight is none: no product of two sums would tell it from 0. */
const leastShare = 2 ** -100;

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

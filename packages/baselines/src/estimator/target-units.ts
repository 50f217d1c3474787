import { powerOfTwo } from '@heph/data';
import { type RowWeights, weightedMean } from '@heph/estimator';

const { abs } = Math;

/** What a number that trees tell means: `offset + scale · number`. */
export interface TargetUnits {
  readonly offset: number;
  /** A power of two, so that it takes no digit away. */
  readonly scale: number;
}

/** Trees tell the target itself. */
export const ownUnits: TargetUnits = { offset: 0, scale: 1 };

/** A target whose spread is a smaller share than this of its size would lose in float32 what there is to learn. */
const leastShareForFloat32 = 2 ** -14;
/** Sums of gradients may be so large: their squares are within float32's range. */
const mostGradient = 2 ** 62;
/** In a tree of 64 leaves each split must gain 1e-6: where all squares sum up to less, XGBoost learns next to nothing. */
const leastSquares = 64e-6;

/**
 * Units in which boosting's float32 arithmetic can work: the target's own, as in XGBoost, unless float32 cannot hold what there
 * is to learn. Then they count from the mean, where the target's spread is a tiny share of its size, and in powers of two
 * about as large as the spread, where sums of squares would be beyond float32's range or below XGBoost's least gain.
 *
 * @param start what predictions start from, in the target's own units, where it is given
 */
export function unitsForBoosting(
  target: ArrayLike<number>,
  weights: RowWeights,
  start: number | undefined,
): TargetUnits {
  const { mean, spread, largest, totalWeight } = spreadOfTarget(target, weights);
  const isConstant = spread === 0;
  const fits = isConstant ? Math.fround(mean) === mean : spread >= leastShareForFloat32 * largest;
  const offset = fits ? 0 : mean;
  const distance = Math.abs((start ?? mean) - mean);
  const farthest = Math.max(spread, distance, fits ? largest * leastShareForFloat32 : 0);
  const isTooLarge = farthest * totalWeight >= mostGradient;
  const isTooSmall = !isConstant && spread < Math.sqrt(leastSquares / totalWeight);
  if (!isTooLarge && !isTooSmall) return fits ? ownUnits : { offset, scale: 1 };
  return { offset, scale: powerOfTwo(isTooLarge ? farthest : spread) };
}

/** Units of a forest, whose arithmetic is double and counts from the mean in any case: what float32 has to hold are gains. */
export function unitsForForests(target: ArrayLike<number>, weights: RowWeights): TargetUnits {
  const { mean, spread } = spreadOfTarget(target, weights);
  const isOrdinary = spread === 0 || (spread > 2 ** -30 && spread < 2 ** 30);
  return { offset: mean, scale: isOrdinary ? 1 : powerOfTwo(spread) };
}

/** Mean, standard deviation and largest size of the rows that have a weight, and the sum of all weights. */
function spreadOfTarget(target: ArrayLike<number>, weights: RowWeights) {
  let largest = 0;
  let totalWeight = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    totalWeight += weights[row]!;
    const size = abs(target[row]!);
    if (size > largest) largest = size;
  }
  const mean = weightedMean(target, weights);
  const unit = powerOfTwo(largest);
  let squares = 0;
  for (let row = 0; row < weights.length; row++)
    if (weights[row]! > 0) squares += weights[row]! * (target[row]! / unit - mean / unit) ** 2;
  return { mean, spread: Math.sqrt(squares / totalWeight) * unit, largest, totalWeight };
}

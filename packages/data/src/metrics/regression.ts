import { largestMagnitude, powerOfTwo } from '../numbers/power-of-two';
import { meanOf, requirePairs } from './mean';

/** Up to this size, and down to its inverse, numbers have squares whose sums a double holds. */
const ordinary = 2 ** 400;

/**
 * What to divide truth and predictions by before they are squared: 1, or a power of two where their squares would be
 * infinite or 0. It takes no digit away.
 */
function unitOf(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  const largest = Math.max(largestMagnitude(yTrue), largestMagnitude(yPred));
  return largest > ordinary || largest < 1 / ordinary ? powerOfTwo(largest) : 1;
}

function meanSquare(yTrue: ArrayLike<number>, yPred: ArrayLike<number>, unit: number): number {
  return meanOf(yTrue.length, i => (yTrue[i]! / unit - yPred[i]! / unit) ** 2);
}

/**
 * Mean of (yTrue − yPred)². Where that is beyond a double's range it is `Infinity`, from errors of about 1e154, or 0, below about
 * 1e-162; the other metrics are right there, too. Of these, only what is `NaN` or infinite itself makes a metric so.
 *
 * @throws RangeError on unequal lengths or no values
 */
export function meanSquaredError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const unit = unitOf(yTrue, yPred);
  return meanSquare(yTrue, yPred, unit) * unit * unit;
}

/** Square root of {@link meanSquaredError}, in the target's own units. @throws RangeError on unequal lengths or no values */
export function rootMeanSquaredError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const unit = unitOf(yTrue, yPred);
  return Math.sqrt(meanSquare(yTrue, yPred, unit)) * unit;
}

/** Mean of |yTrue − yPred|. @throws RangeError on unequal lengths or no values */
export function meanAbsoluteError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const unit = unitOf(yTrue, yPred);
  return meanOf(yTrue.length, i => Math.abs(yTrue[i]! / unit - yPred[i]! / unit)) * unit;
}

/**
 * Coefficient of determination, 1 − Σ(yTrue − yPred)² / Σ(yTrue − mean)²: 1 is perfect, 0 no better than the mean.
 * Where yTrue is constant: 1 if the predictions are exact, otherwise 0 (as scikit-learn has it); `NaN` for one value.
 *
 * @throws RangeError on unequal lengths or no values
 */
export function r2Score(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const unit = unitOf(yTrue, yPred);
  const residual = meanSquare(yTrue, yPred, unit);
  if (yTrue.length === 1) return NaN;
  const mean = meanOf(yTrue.length, i => yTrue[i]! / unit);
  const variance = meanOf(yTrue.length, i => (yTrue[i]! / unit - mean) ** 2);
  if (variance === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / variance;
}

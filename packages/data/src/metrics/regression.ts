import { meanOf, requirePairs } from './mean';

/** Mean of (yTrue − yPred)². @throws RangeError on unequal lengths or no values */
export function meanSquaredError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  return meanOf(yTrue.length, i => (yTrue[i]! - yPred[i]!) ** 2);
}

/** Square root of {@link meanSquaredError}, in the target's own units. @throws RangeError on unequal lengths or no values */
export function rootMeanSquaredError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  return Math.sqrt(meanSquaredError(yTrue, yPred));
}

/** Mean of |yTrue − yPred|. @throws RangeError on unequal lengths or no values */
export function meanAbsoluteError(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  return meanOf(yTrue.length, i => Math.abs(yTrue[i]! - yPred[i]!));
}

/**
 * Coefficient of determination, 1 − Σ(yTrue − yPred)² / Σ(yTrue − mean)²: 1 is perfect, 0 no better than the mean.
 * Where yTrue is constant: 1 if the predictions are exact, otherwise 0 (as scikit-learn has it); `NaN` for one value.
 *
 * @throws RangeError on unequal lengths or no values
 */
export function r2Score(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  const residual = meanSquaredError(yTrue, yPred);
  if (yTrue.length === 1) return NaN;
  const mean = meanOf(yTrue.length, i => yTrue[i]!);
  const variance = meanOf(yTrue.length, i => (yTrue[i]! - mean) ** 2);
  if (variance === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / variance;
}

import { meanAbsoluteError, meanSquaredError, r2Score } from '@heph/data';

export interface RegressionMetrics {
  /** Mean squared error, in the target's units squared. */
  mse: number;
  /** Its root, in the target's units. */
  rmse: number;
  /** Mean absolute error, in the target's units. */
  mae: number;
  /** Share of the target's variance that is explained. */
  r2: number;
}

export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): RegressionMetrics {
  const mse = meanSquaredError(actual, predicted);
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
  };
}

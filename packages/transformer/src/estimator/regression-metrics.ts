import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from '@heph/data';

export interface RegressionMetrics {
  /** Mean squared error, in the target's units squared; `Infinity` beyond the largest number, of errors above 1e154. */
  mse: number;
  /** Its root, in the target's units. */
  rmse: number;
  /** Mean absolute error, in the target's units. */
  mae: number;
  /** Share of the target's variance that is explained; `NaN` of a single row, which has none. */
  r2: number;
}

export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): RegressionMetrics {
  return {
    mse: meanSquaredError(actual, predicted),
    rmse: rootMeanSquaredError(actual, predicted),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
  };
}

import {
  accuracy,
  logLoss,
  meanAbsoluteError,
  meanSquaredError,
  r2Score,
  rocAuc,
  rootMeanSquaredError,
} from '@heph/data';
import { mostProbable } from './class-target';

/** What `evaluate` of a regressor gives. */
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

/** What `evaluate` of a classifier gives. */
export interface ClassificationMetrics {
  /** Share of rows whose most probable class is the true one. */
  accuracy: number;
  /** Mean of −ln(the probability of the true class). */
  logLoss: number;
  /** Area under the ROC curve of the second class; for two classes, where rows of both are there. */
  rocAuc?: number;
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

/**
 * @param indices the index of each row's class
 * @param probabilities one array of class probabilities a row
 */
export function classificationMetrics(
  indices: Int32Array,
  probabilities: readonly Float32Array[],
  numClasses: number,
): ClassificationMetrics {
  const metrics = {
    accuracy: accuracy(indices, probabilities.map(mostProbable)),
    logLoss: logLoss(indices, probabilities),
  };
  if (numClasses !== 2 || new Set(indices).size < 2) return metrics;
  return {
    ...metrics,
    rocAuc: rocAuc(
      indices,
      probabilities.map(row => row[1]!),
    ),
  };
}

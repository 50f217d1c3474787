import { accuracy, logLoss, rocAuc } from '@heph/data';
import { mostProbable } from '@heph/estimator';

export interface ClassificationMetrics {
  /** Share of rows whose most probable class is the true one. */
  accuracy: number;
  /** Mean of −ln(the probability of the true class). */
  logLoss: number;
  /** Area under the ROC curve of the second class; for two classes, where rows of both are there. */
  rocAuc?: number;
}

/** @param indices the index of each row's class */
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

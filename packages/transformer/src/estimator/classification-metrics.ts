import { accuracy, logLoss, rocAuc } from '@heph/data';
import { mostProbable } from './cross-entropy';

export interface ClassificationMetrics {
  /** Share of rows whose most probable class is the true one. */
  accuracy: number;
  /** Mean of −ln(the probability of the true class). */
  logLoss: number;
  /** Area under the ROC curve of the second class; for two classes, where rows of both are there. */
  rocAuc?: number;
}

/** @param places the place of each row's class */
export function classificationMetrics(
  places: Int32Array,
  probabilities: readonly Float32Array[],
  numClasses: number,
): ClassificationMetrics {
  const metrics = {
    accuracy: accuracy(places, probabilities.map(mostProbable)),
    logLoss: logLoss(places, probabilities),
  };
  if (numClasses !== 2 || new Set(places).size < 2) return metrics;
  return {
    ...metrics,
    rocAuc: rocAuc(
      places,
      probabilities.map(row => row[1]!),
    ),
  };
}

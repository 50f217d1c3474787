import { meanOf, requirePairs } from './mean';

/** Share of predictions that equal the truth; labels may be numbers or text. @throws RangeError on unequal lengths or no values */
export function accuracy(
  yTrue: ArrayLike<number> | ArrayLike<string>,
  yPred: ArrayLike<number> | ArrayLike<string>,
): number {
  requirePairs(yTrue, yPred);
  return meanOf(yTrue.length, i => (yTrue[i] === yPred[i] ? 1 : 0));
}

/**
 * Mean of −ln(the probability given to the true class), probabilities kept at least 2⁻⁵² away from 0 and 1.
 *
 * @param yTrue the true classes: 0 or 1, or class numbers from 0
 * @param yPred the probabilities of class 1, or for each row one probability a class
 * @throws RangeError on unequal lengths, no values, an unknown class or a probability outside [0, 1]
 */
export function logLoss(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number> | ArrayLike<ArrayLike<number>>,
): number {
  requirePairs(yTrue, yPred);
  return -meanOf(yTrue.length, i => Math.log(clipped(probabilityOfTruth(yTrue[i]!, yPred[i]!, i))));
}

function probabilityOfTruth(label: number, predicted: number | ArrayLike<number>, row: number): number {
  const numClasses = typeof predicted === 'number' ? 2 : predicted.length;
  if (!Number.isInteger(label) || label < 0 || label >= numClasses)
    throw new RangeError(`yTrue must hold classes from 0 to ${numClasses - 1}; received ${label} at ${row}`);
  const stated = typeof predicted === 'number' ? predicted : predicted[label]!;
  if (!(stated >= 0 && stated <= 1))
    throw new RangeError(`yPred must hold probabilities from 0 to 1; received ${stated} at ${row}`);
  return typeof predicted === 'number' && label === 0 ? 1 - stated : stated;
}

function clipped(probability: number): number {
  return Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
}

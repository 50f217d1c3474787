import { classLabel, type ClassLabel } from '../labels/class-label';
import { describeValue } from '../options/describe-value';
import { isArrayLike } from '../table/encode';
import { meanOf, requirePairs } from './mean';

/**
 * Share of predictions that equal the truth. Labels are compared by name ({@link classLabel}), so numbers and booleans can
 * be held against the text that a classifier predicts.
 *
 * @throws RangeError on unequal lengths or no values
 * @throws TypeError on a value that names no class, saying where
 */
export function accuracy(yTrue: ArrayLike<ClassLabel>, yPred: ArrayLike<ClassLabel>): number {
  requirePairs(yTrue, yPred);
  return meanOf(yTrue.length, i => (labelAt('yTrue', yTrue, i) === labelAt('yPred', yPred, i) ? 1 : 0));
}

/** How {@link logLoss} reads labels. */
export interface LogLossOptions {
  /** The classes in order of the probabilities, as a classifier's `classes` has them. Default: 0, 1, … */
  classes?: readonly ClassLabel[] | undefined;
}

/**
 * Mean of −ln(the probability given to the true class), probabilities kept at least 2⁻⁵² away from 0 and 1.
 *
 * @param yTrue the true classes, compared by name ({@link classLabel}); without `classes` they are numbers from 0, and
 *   where there are two, booleans too
 * @param yPred the probabilities of the second class, or for each row one probability a class
 * @throws RangeError on unequal lengths, no values, an unknown class or a probability outside [0, 1]
 */
export function logLoss(
  yTrue: ArrayLike<ClassLabel>,
  yPred: ArrayLike<number> | ArrayLike<ArrayLike<number>>,
  { classes }: LogLossOptions = {},
): number {
  requirePairs(yTrue, yPred);
  const first: unknown = yPred[0];
  if (typeof first !== 'number' && !isArrayLike(first))
    throw new TypeError(
      `yPred must hold a probability, or an array of them, a row; received ${describeValue(first)} at 0`,
    );
  const numClasses = classes?.length ?? (typeof first === 'number' ? 2 : first.length);
  const indexOfLabel = classes && new Map(classes.map((label, index) => [classLabel(label), index]));
  const indexOf = (row: number) => {
    const index = indexOfLabel
      ? indexOfLabel.get(labelAt('yTrue', yTrue, row))
      : numberedClass(yTrue[row], numClasses);
    if (index !== undefined) return index;
    const expected = classes ? `the classes [${classes.join(', ')}]` : `classes from 0 to ${numClasses - 1}`;
    throw new RangeError(`yTrue must hold ${expected}; received ${String(yTrue[row])} at ${row}`);
  };
  return -meanOf(yTrue.length, row =>
    Math.log(clipped(probabilityOf(indexOf(row), yPred[row]!, row, numClasses))),
  );
}

/** A class that is a number from 0, however it is written; booleans are 0 and 1 of two. */
function numberedClass(value: unknown, numClasses: number): number | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value < numClasses ? value : undefined;
  const name = typeof value === 'string' ? classLabel(value) : String(value);
  if (numClasses === 2 && (name === 'true' || name === 'false')) return name === 'true' ? 1 : 0;
  const index = Number(name);
  return String(index) === name && Number.isInteger(index) && index >= 0 && index < numClasses
    ? index
    : undefined;
}

function probabilityOf(
  index: number,
  predicted: number | ArrayLike<number>,
  row: number,
  numClasses: number,
): number {
  if (typeof predicted !== 'number' && predicted.length !== numClasses)
    throw new RangeError(
      `yPred must hold ${numClasses} probabilities a row; received ${predicted.length} at ${row}`,
    );
  const stated = typeof predicted === 'number' ? predicted : predicted[index]!;
  if (!(stated >= 0 && stated <= 1))
    throw new RangeError(`yPred must hold probabilities from 0 to 1; received ${stated} at ${row}`);
  return typeof predicted === 'number' && index === 0 ? 1 - stated : stated;
}

function labelAt(name: string, labels: ArrayLike<ClassLabel>, index: number): string {
  const value = labels[index];
  try {
    return classLabel(value);
  } catch (error) {
    throw new TypeError(`${name}, at ${index}: ${(error as Error).message}`, { cause: error });
  }
}

function clipped(probability: number): number {
  return Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
}

import { checkOptions } from '../options/check-options';
import { describeValue } from '../options/describe-value';
import { createRandom } from '../random/random';

/** How {@link kFold} divides rows. */
export interface KFoldOptions {
  /** How many parts, from 2 to the number of rows. */
  folds: number;
  /** A non-negative integer; the folds depend on nothing else. */
  seed: number;
}

/** The rows to train on and the rows to test on, in random order. */
export interface Fold {
  trainIndices: Int32Array;
  testIndices: Int32Array;
}

/**
 * Divides rows 0 … numRows − 1 at random into parts whose sizes differ by at most one; each fold tests on one
 * part and trains on the others. The result can be gone through any number of times.
 *
 * @throws RangeError if `numRows`, `folds` or `seed` is out of range
 */
export function kFold(numRows: number, options: KFoldOptions): Iterable<Fold> {
  checkOptions<KFoldOptions>('kFold', options ?? null, { folds: true, seed: true });
  const { folds, seed } = options;
  if (typeof numRows !== 'number')
    throw new TypeError(`numRows must be a number of rows; received ${describeValue(numRows)}`);
  if (!Number.isInteger(folds) || folds < 2 || !(folds <= numRows))
    throw new RangeError(
      `folds must be an integer from 2 to the number of rows (${String(numRows)}); received ${String(folds)}`,
    );
  const shuffled = createRandom(seed).permutation(numRows);
  return {
    *[Symbol.iterator]() {
      for (let fold = 0; fold < folds; fold++) yield foldOf(shuffled, fold, folds);
    },
  };
}

function foldOf(shuffled: Int32Array, fold: number, folds: number): Fold {
  const start = Math.floor((fold * shuffled.length) / folds);
  const end = Math.floor(((fold + 1) * shuffled.length) / folds);
  const trainIndices = new Int32Array(shuffled.length - (end - start));
  trainIndices.set(shuffled.subarray(0, start));
  trainIndices.set(shuffled.subarray(end), start);
  return { trainIndices, testIndices: shuffled.slice(start, end) };
}

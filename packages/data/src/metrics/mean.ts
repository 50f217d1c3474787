import { describeValue } from '../options/describe-value';
import { isArrayLike } from '../table/encode';

/**
 * Makes sure that predictions can be compared with the truth.
 * @throws TypeError if one is no array; RangeError if lengths differ or there is nothing to compare
 */
export function requirePairs(yTrue: ArrayLike<unknown>, yPred: ArrayLike<unknown>): void {
  requireArray('yTrue', yTrue);
  requireArray('yPred', yPred);
  if (yTrue.length !== yPred.length)
    throw new RangeError(
      `yTrue and yPred must have one length; received ${yTrue.length} and ${yPred.length}`,
    );
  if (yTrue.length === 0) throw new RangeError('yTrue and yPred must not be empty; received 0 values');
}

function requireArray(name: string, values: unknown): void {
  if (!isArrayLike(values))
    throw new TypeError(`${name} must be an array or a typed array; received ${describeValue(values)}`);
}

/** Mean of `term(0) … term(count − 1)`, summed with Neumaier's correction so that long sums keep their digits. */
export function meanOf(count: number, term: (index: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // An infinite sum has lost no digits: what the correction holds then is NaN.
  return (Number.isFinite(sum) ? sum + lost : sum) / count;
}

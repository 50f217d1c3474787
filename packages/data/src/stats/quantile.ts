import { describeValue } from '../options/describe-value';
import { isArrayLike } from '../table/encode';

/**
 * A quantile of sorted numbers, between two of them by their distance, as NumPy's default. Numbers of any size have one.
 *
 * Source: Hyndman & Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7.
 *
 * @param sorted finite numbers, the smallest first
 * @param share from 0 to 1
 * @throws TypeError unless there is a list; RangeError if the share is out of range
 * @returns NaN where there are no numbers
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (!isArrayLike(sorted))
    throw new TypeError(`sorted must be an array or a typed array; received ${describeValue(sorted)}`);
  if (!(typeof share === 'number' && share >= 0 && share <= 1))
    throw new RangeError(`share must be from 0 to 1; received ${describeValue(share)}`);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  const rest = place - below;
  return rest === 0 || low === high ? low : low * (1 - rest) + high * rest;
}

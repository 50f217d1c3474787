const { abs } = Math;
const most = Number.MAX_VALUE;

/** Beyond these, 2 to so many, a power of two or its inverse is no ordinary double. */
const mostExponent = 1022;

/**
 * The power of two that a number is one to two times of. To divide by it and to multiply by it rounds nothing away, so that numbers of
 * any size become ordinary ones, whose squares and products a double can hold.
 *
 * @param value 0 counts as 1; the smallest and the largest of all doubles may be a few times more from theirs
 */
export function powerOfTwo(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return 1;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return 2 ** Math.min(mostExponent, Math.max(-mostExponent, exponent));
}

/** The largest absolute value; NaN and infinities do not count. 0 if there is none. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = abs(values[i]!);
    if (magnitude > largest && magnitude <= most) largest = magnitude;
  }
  return largest;
}

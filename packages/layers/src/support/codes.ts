import {
  cast,
  floor,
  gather,
  maximum,
  minimum,
  notEqual,
  scalar,
  tensor1d,
  tensor2d,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Codes that a table has, and where there was none. */
export interface CheckedCodes {
  /** int32, each within its bounds. */
  indices: Tensor;
  /** int32 of the same shape: 0, and 1 where the code was none. Absent where every number is a code. */
  faults: Tensor | undefined;
}

/** Beyond, a float32 number does not fit an int32. */
const largestWhole = 2 ** 31 - 128;

/**
 * Tells codes from what is none, without reading a value, so that it holds alike in a traced or an exported graph: a
 * number below 0, beyond its column's codes, with a fraction, or NaN. It is replaced by a code that there is, and marked.
 *
 * @param codes `[…, n]`, int32 or whole float32 numbers
 * @param counts how many codes each of the `n` columns has; without them, every whole number is a code
 */
export function checkCodes(codes: Tensor, counts?: readonly number[]): CheckedCodes {
  const isReal = codes.dtype === 'float32';
  const numbers = isReal ? codes : cast(codes, 'int32');
  if (!isReal && !counts) return { indices: numbers, faults: undefined };
  const bound = (values: number[]) => tensor1d(values, numbers.dtype as 'float32' | 'int32');
  const [least, most] = counts
    ? [bound(counts.map(() => 0)), bound(counts.map(count => count - 1))]
    : [bound([-largestWhole]), bound([largestWhole])];
  const within = minimum(maximum(numbers, least), most);
  const isNone = notEqual(numbers, isReal ? floor(within) : within);
  const faults = cast(isNone, 'int32');
  // A whole number that was drawn in is within its bounds; a NaN or a fraction is not yet an index.
  return { indices: isReal ? cast(where(isNone, scalar(0), numbers), 'int32') : within, faults };
}

/** Zeros, and NaN where there is a fault: `[…, width]`. */
export function holes(faults: Tensor, width: number): Tensor {
  // Rows that are looked up rather than an axis that is broadcast, which is slow on WebAssembly.
  const rows = [0, NaN].map(value => Array<number>(width).fill(value));
  return gather(tensor2d(rows, [2, width]), faults);
}

import type { BinnedMatrix } from './binning';

/** A cut of a feature: the bins up to the last one go left, and missing values if `defaultLeft`. */
export interface BinCut {
  readonly feature: number;
  readonly last: number;
  readonly defaultLeft: boolean;
}

/** Parts a node's rows by a cut, left before right and both still in order; returns where the right begin. */
export function partRows(
  { start, end }: { readonly start: number; readonly end: number },
  rows: Uint32Array,
  scratch: Uint32Array,
  { bins, offsets, numFeatures }: BinnedMatrix,
  { feature, last, defaultLeft }: BinCut,
): number {
  const missing = defaultLeft ? offsets[feature + 1]! - offsets[feature]! - 1 : last;
  const middle = moveLeft(rows, start, end, bins, numFeatures, feature, last, missing, scratch);
  rows.set(scratch.subarray(0, end - middle), middle);
  return middle;
}

// With nothing after the loop: compiled while it runs, it would go back to the interpreter for what has not run before.
function moveLeft(
  rows: Uint32Array,
  start: number,
  end: number,
  bins: BinnedMatrix['bins'],
  numFeatures: number,
  feature: number,
  last: number,
  missing: number,
  scratch: Uint32Array,
): number {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const bin = bins[row * numFeatures + feature]!;
    const side = bin <= last || bin === missing ? 1 : 0;
    // Both are written, one counts: a branch here would be mispredicted half of the time.
    rows[left] = row;
    scratch[right] = row;
    left += side;
    right += 1 - side;
  }
  return left;
}

import type { BinnedMatrix } from './binning';

/** Parts nodes' rows by a set of categories. */
export class SetPartition {
  private readonly goesRight: Uint8Array;

  /** @param mostCategories the most categories that a feature has */
  constructor(
    private readonly matrix: BinnedMatrix,
    mostCategories: number,
  ) {
    this.goesRight = new Uint8Array(mostCategories + 1);
  }

  /** Puts the rows whose category is in the set after the others, all still in order; returns where they begin. */
  part(
    { start, end }: { readonly start: number; readonly end: number },
    rows: Uint32Array,
    scratch: Uint32Array,
    feature: number,
    set: Uint32Array,
  ): number {
    const { goesRight } = this;
    const { bins, numFeatures } = this.matrix;
    for (const code of set) goesRight[code] = 1;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      const side = goesRight[bins[row * numFeatures + feature]!]!;
      rows[left] = row;
      scratch[right] = row;
      left += 1 - side;
      right += side;
    }
    for (const code of set) goesRight[code] = 0;
    rows.set(scratch.subarray(0, right), left);
    return left;
  }
}

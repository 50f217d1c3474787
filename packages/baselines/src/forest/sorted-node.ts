import type { BinnedMatrix } from '../trees/binning';

/** Nodes of at most so many rows are sorted by insertion: counting would go through more bins than rows. */
const fewRows = 24;

/** A node's rows in order of one feature's bins, in buffers that it reuses. */
export class SortedNode {
  /** The rows in ascending order of the bin, missing values last. */
  readonly rows: Uint32Array;
  /** Their bins. */
  readonly bins: Uint16Array;
  length = 0;
  /** How many have a value; the others, at the end, are missing. */
  numPresent = 0;
  private readonly starts: Uint32Array;

  constructor(private readonly matrix: BinnedMatrix) {
    this.rows = new Uint32Array(matrix.numRows);
    this.bins = new Uint16Array(matrix.numRows);
    this.starts = new Uint32Array(matrix.offsets[matrix.numFeatures]! + 1);
  }

  sort(rows: Uint32Array, feature: number): void {
    const { offsets } = this.matrix;
    this.length = rows.length;
    if (rows.length <= fewRows) this.sortFew(rows, feature);
    else this.count(rows, feature);
    const missing = offsets[feature + 1]! - offsets[feature]! - 1;
    this.numPresent = rows.length;
    while (this.numPresent > 0 && this.bins[this.numPresent - 1] === missing) this.numPresent--;
  }

  private sortFew(unsorted: Uint32Array, feature: number): void {
    const { rows, bins } = this;
    const { bins: allBins, numFeatures } = this.matrix;
    for (let i = 0; i < unsorted.length; i++) {
      const row = unsorted[i]!;
      const bin = allBins[row * numFeatures + feature]!;
      let place = i;
      for (; place > 0 && bins[place - 1]! > bin; place--) {
        bins[place] = bins[place - 1]!;
        rows[place] = rows[place - 1]!;
      }
      bins[place] = bin;
      rows[place] = row;
    }
  }

  /** Counting sort. */
  private count(rows: Uint32Array, feature: number): void {
    const { starts } = this;
    const { bins, numFeatures, offsets } = this.matrix;
    const numBins = offsets[feature + 1]! - offsets[feature]!;
    starts.fill(0, 0, numBins + 1);
    for (let i = 0; i < rows.length; i++) starts[bins[rows[i]! * numFeatures + feature]! + 1]!++;
    for (let bin = 0; bin < numBins; bin++) starts[bin + 1]! += starts[bin]!;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const bin = bins[row * numFeatures + feature]!;
      const place = starts[bin]!++;
      this.rows[place] = row;
      this.bins[place] = bin;
    }
  }
}

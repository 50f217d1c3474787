import type { BinnedMatrix } from '../trees/binning';

/** Nodes of at most so many rows are sorted by comparison: counting would go through more bins than rows. */
const fewRows = 64;

/** A node's rows in order of one feature's bins, in buffers that it reuses. */
export class SortedNode {
  /** The rows in ascending order of the bin, missing values last. */
  readonly rows: Uint32Array;
  /** Their bins. */
  readonly bins: Uint16Array;
  length = 0;
  /** How many have a value; the others, at the end, are missing. */
  numPresent = 0;
  private readonly keys = new Uint32Array(fewRows);
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

  private sortFew(rows: Uint32Array, feature: number): void {
    const { bins, numFeatures } = this.matrix;
    const keys = this.keys.subarray(0, rows.length);
    for (let i = 0; i < keys.length; i++) keys[i] = bins[rows[i]! * numFeatures + feature]! * fewRows + i;
    keys.sort();
    for (let i = 0; i < keys.length; i++) {
      this.rows[i] = rows[keys[i]! % fewRows]!;
      this.bins[i] = Math.floor(keys[i]! / fewRows);
    }
  }

  /** Counting sort. */
  private count(rows: Uint32Array, feature: number): void {
    const { starts } = this;
    const { bins, numFeatures, offsets } = this.matrix;
    const numBins = offsets[feature + 1]! - offsets[feature]!;
    starts.fill(0, 0, numBins + 1);
    for (const row of rows) starts[bins[row * numFeatures + feature]! + 1]!++;
    for (let bin = 0; bin < numBins; bin++) starts[bin + 1]! += starts[bin]!;
    for (const row of rows) {
      const bin = bins[row * numFeatures + feature]!;
      const place = starts[bin]!++;
      this.rows[place] = row;
      this.bins[place] = bin;
    }
  }
}

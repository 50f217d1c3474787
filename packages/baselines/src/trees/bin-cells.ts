/** Bins of rows × features, one row after another, in bytes for as long as these are wide enough. */
export class BinCells {
  bins: Uint8Array | Uint16Array;

  constructor(
    numRows: number,
    readonly numFeatures: number,
  ) {
    this.bins = new Uint8Array(numRows * numFeatures);
  }

  /** The bins, wide enough for this one. */
  upTo(bin: number): Uint8Array | Uint16Array {
    if (bin > 255 && this.bins.BYTES_PER_ELEMENT === 1) this.bins = Uint16Array.from(this.bins);
    return this.bins;
  }
}

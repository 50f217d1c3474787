const bytesPerPage = 65536;

/** Bins of rows × features, one row after another, in bytes for as long as these are wide enough. */
export class BinCells {
  bins: Uint8Array | Uint16Array;
  /** What begins with the bins, where that was asked for and can be had. */
  memory: WebAssembly.Memory | undefined;

  constructor(
    private readonly numRows: number,
    readonly numFeatures: number,
    private readonly inMemory: boolean,
  ) {
    this.bins = new Uint8Array(this.allocate(1), 0, numRows * numFeatures);
  }

  /** The bins, wide enough for this one. */
  upTo(bin: number): Uint8Array | Uint16Array {
    if (bin > 255 && this.bins.BYTES_PER_ELEMENT === 1) {
      const narrow = this.bins;
      this.bins = new Uint16Array(this.allocate(2), 0, narrow.length);
      this.bins.set(narrow);
    }
    return this.bins;
  }

  private allocate(bytesPerBin: number): ArrayBufferLike {
    const bytes = bytesPerBin * this.numRows * this.numFeatures;
    if (this.inMemory) this.memory = tryMemory(bytes);
    return this.memory?.buffer ?? new ArrayBuffer(bytes);
  }
}

/** `undefined` where there is no WebAssembly, or not enough memory. */
function tryMemory(bytes: number): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / bytesPerPage) });
  } catch {
    return undefined;
  }
}

const digitBits = 11;
const numBuckets = 1 << digitBits;
const infinityBits = 0x7f800000;

/** A float's bits, changed so that they ascend as unsigned integers where the floats ascend; NaN comes last. */
function sortableBits(bits: number): number {
  if ((bits & 0x7fffffff) > infinityBits) return 0xffffffff;
  return bits < 0 ? ~bits : bits | 0x80000000;
}

/** A list in ascending order. */
export interface SortedValues {
  readonly values: Float32Array;
  /** Where each was in the list. */
  readonly places: Uint32Array;
}

/** Sorts one list of floats after another: a radix sort in three passes over their bits. */
export class Argsort {
  private keys: Uint32Array;
  private nextKeys: Uint32Array;
  private order: Uint32Array;
  private next: Uint32Array;
  private readonly starts = new Uint32Array(numBuckets);

  /** @param length that of the longest list */
  constructor(length: number) {
    this.keys = new Uint32Array(length);
    this.nextKeys = new Uint32Array(length);
    this.order = new Uint32Array(length);
    this.next = new Uint32Array(length);
  }

  /**
   * The values in ascending order, NaN last, and their places, those with the same bits in the order given.
   * @returns buffers that a later sort overwrites
   */
  sort(values: Float32Array): SortedValues {
    const { length } = values;
    readKeys(values, this.keys, this.order);
    for (let shift = 0; shift < 32; shift += digitBits) {
      countDigits(this.keys, length, shift, this.starts);
      sumUp(this.starts);
      scatter(this.keys, this.order, length, shift, this.starts, this.nextKeys, this.next);
      [this.order, this.next] = [this.next, this.order];
      [this.keys, this.nextKeys] = [this.nextKeys, this.keys];
    }
    return { places: this.order.subarray(0, length), values: readFloats(this.keys.subarray(0, length)) };
  }
}

/** Turns keys back into floats, in place. */
function readFloats(keys: Uint32Array): Float32Array {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    keys[i] = key & 0x80000000 ? key & 0x7fffffff : ~key;
  }
  return new Float32Array(keys.buffer, keys.byteOffset, keys.length);
}

function readKeys(values: Float32Array, keys: Uint32Array, order: Uint32Array): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    keys[i] = sortableBits(bits[i]!);
    order[i] = i;
  }
}

function countDigits(keys: Uint32Array, length: number, shift: number, counts: Uint32Array): void {
  counts.fill(0);
  for (let i = 0; i < length; i++) counts[(keys[i]! >>> shift) & (numBuckets - 1)]!++;
}

/** Turns counts into where each one's places begin. */
function sumUp(counts: Uint32Array): void {
  let start = 0;
  for (let digit = 0; digit < numBuckets; digit++) {
    const count = counts[digit]!;
    counts[digit] = start;
    start += count;
  }
}

/** The bits move along with the places: looking them up would miss the cache. */
function scatter(
  keys: Uint32Array,
  order: Uint32Array,
  length: number,
  shift: number,
  starts: Uint32Array,
  nextKeys: Uint32Array,
  next: Uint32Array,
): void {
  for (let i = 0; i < length; i++) {
    const key = keys[i]!;
    const place = starts[(key >>> shift) & (numBuckets - 1)]!++;
    nextKeys[place] = key;
    next[place] = order[i]!;
  }
}

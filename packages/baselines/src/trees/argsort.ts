const digitBits = 11;
const numDigits = 3;
const numBuckets = 1 << digitBits;
const infinityBits = 0x7f800000;

/** A float's bits, changed so that they ascend as unsigned integers where the floats ascend; NaN comes last. */
function sortableBits(bits: number): number {
  if ((bits & 0x7fffffff) > infinityBits) return 0xffffffff;
  return bits < 0 ? ~bits : bits | 0x80000000;
}

/**
 * The places of values in ascending order, NaN last, those with the same bits in the order given: a radix sort in
 * three passes over the floats' bits.
 */
export function argsort(values: Float32Array): Uint32Array {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const keys = new Uint32Array(values.length);
  let order = new Uint32Array(values.length);
  let next = new Uint32Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    keys[i] = sortableBits(bits[i]!);
    order[i] = i;
  }
  const starts = new Uint32Array(numBuckets);
  for (let digit = 0; digit < numDigits; digit++) {
    const shift = digit * digitBits;
    starts.fill(0);
    for (let i = 0; i < keys.length; i++) starts[(keys[i]! >>> shift) & (numBuckets - 1)]!++;
    let start = 0;
    for (let bucket = 0; bucket < numBuckets; bucket++) {
      const count = starts[bucket]!;
      starts[bucket] = start;
      start += count;
    }
    for (let i = 0; i < order.length; i++) {
      const place = order[i]!;
      next[starts[(keys[place]! >>> shift) & (numBuckets - 1)]!++] = place;
    }
    [order, next] = [next, order];
  }
  return order;
}

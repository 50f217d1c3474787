const golden = 0x9e3779b9;

/** The finalizer of MurmurHash3: a bijection of 32-bit words in which every input bit reaches every output bit. */
function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

/**
 * Spreads a seed over the generator's 128 bits, so that seeds 0, 1, 2, … give unrelated streams (the generator's
 * own seeding does not: its first number is the seed's complement). Distinct seeds give distinct states.
 *
 * @throws RangeError unless the seed is a non-negative safe integer
 */
export function stateFromSeed(seed: number): [number, number, number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed must be a non-negative safe integer; received ${String(seed)}`);
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32);
  const first = mix(low + golden);
  const second = mix(mix(high + 2 * golden) + low);
  const third = mix(first + second + 3 * golden);
  const fourth = mix((third ^ second) + 4 * golden);
  return [first, second, third, fourth];
}

import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { naturalLog } from './natural-log';
import { stateFromSeed } from './seed-state';

/** Where a {@link Random} stands in its stream: plain numbers, fit for JSON. */
export type RandomState = readonly number[];

/** Arrays that can be shuffled in place. */
export type Shuffleable = unknown[] | Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/**
 * A seeded stream of random numbers (xoroshiro128+). One seed gives the same numbers on every machine and
 * JavaScript engine: nothing here depends on `Math.random`, or on functions whose last digit engines may choose.
 * Not for secrets.
 */
export class Random {
  constructor(private readonly generator: JumpableRandomGenerator) {}

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.generator.next() >>> 5;
    const low = this.generator.next() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /**
   * An integer from 0 to n − 1, each equally likely.
   * @throws RangeError unless n is an integer from 1 to 2³²
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`n must be an integer from 1 to 2^32; received ${String(n)}`);
    return this.integerBelow(n);
  }

  /** A number from the normal distribution with mean 0 and standard deviation 1 (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      // The pair's second number is dropped: a stream's state is then the generator's alone.
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * naturalLog(square)) / square);
    }
  }

  /** Puts the elements into random order, in place (Fisher–Yates), and returns the array. */
  shuffle<T extends Shuffleable>(array: T): T {
    const elements: { [index: number]: unknown } = array;
    for (let last = array.length - 1; last > 0; last--) {
      const other = this.integerBelow(last + 1);
      const held = elements[last];
      elements[last] = elements[other];
      elements[other] = held;
    }
    return array;
  }

  /** The integers from 0 to n − 1 in random order. */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n >= 2 ** 31)
      throw new RangeError(`n must be an integer from 0 to 2^31 - 1; received ${String(n)}`);
    return this.shuffle(Int32Array.from({ length: n }, (_, i) => i));
  }

  /** Where the stream stands; {@link randomFromState} goes on from there. */
  state(): RandomState {
    return this.generator.getState();
  }

  /** Draws as many high bits as n − 1 has until they fall below n: unbiased, in integer arithmetic. */
  private integerBelow(n: number): number {
    if (n === 1) return 0;
    const unused = Math.clz32(n - 1);
    for (;;) {
      const drawn = this.generator.next() >>> unused;
      if (drawn < n) return drawn;
    }
  }
}

/**
 * A stream of random numbers that depends on the seed alone.
 * @throws RangeError unless the seed is a non-negative safe integer
 */
export function createRandom(seed: number): Random {
  return new Random(xoroshiro128plusFromState(stateFromSeed(seed)));
}

/**
 * A stream that goes on where {@link Random.state} was taken.
 * @throws RangeError unless the state is four 32-bit integers, not all zero
 */
export function randomFromState(state: RandomState): Random {
  if (
    !Array.isArray(state) ||
    state.length !== 4 ||
    !state.every(Number.isInteger) ||
    !state.some(word => word !== 0)
  )
    throw new RangeError(
      `state must be four 32-bit integers, not all zero; received ${JSON.stringify(state)}`,
    );
  return new Random(xoroshiro128plusFromState(state.map(word => word | 0)));
}

import { positiveInteger } from './arguments';
import { type Pair } from './pairs';

export const hashes = ['linear', 'pairwise', 'numbered'] as const;

/** How a combination of two categories finds its row: see `CategoryInteractionHash`. */
export type CategoryHash = (typeof hashes)[number];

/** The row of a pair's codes is `(factors[0] · cat_i + factors[1] · cat_j + shift) mod hashSize`. */
export interface PairHash {
  factors: readonly [number, number];
  shift: number;
}

const linearFactors = [17, 31] as const;
const largestInt32 = 2 ** 31 - 1;

/** Above this, the factors times a code reduced modulo the table's size would not fit an int32. */
const largestHashSize = Math.floor(largestInt32 / (linearFactors[0] + linearFactors[1] + 1));

export function checkHashSize(hashSize: number): number {
  positiveInteger('hashSize', hashSize);
  if (hashSize <= largestHashSize) return hashSize;
  throw new RangeError(`hashSize must be at most ${largestHashSize}; received ${hashSize}`);
}

/**
 * The hash of every pair.
 *
 * @param cardinalities how many codes each column has; only `'numbered'` asks
 */
export function pairHashes(
  hash: CategoryHash,
  hashSize: number,
  pairs: readonly Pair[],
  cardinalities: readonly number[],
): PairHash[] {
  if (hash !== 'numbered') {
    return pairs.map((_, p) => ({
      factors: linearFactors,
      shift: hash === 'linear' ? 0 : shiftOf(p, hashSize),
    }));
  }
  let next = 0;
  return pairs.map(([i, j]) => {
    const [first, second] = [cardinalities[i]!, cardinalities[j]!];
    const shift = next % hashSize;
    next += first * second;
    return { factors: [second % hashSize, 1], shift };
  });
}

/** Multiples of the golden section: evenly spread however many pairs there are. */
function shiftOf(pair: number, hashSize: number): number {
  const section = (Math.sqrt(5) - 1) / 2;
  return Math.floor(pair * section * hashSize) % hashSize;
}

/** Refuses columns whose numbered rows would not fit an int32 before they are reduced. */
export function checkNumberedRange(
  hashSize: number,
  pairs: readonly Pair[],
  cardinalities: readonly number[],
): void {
  pairs.forEach(([i, j], p) => {
    const [first, second] = [cardinalities[i]!, cardinalities[j]!];
    if (first * (second % hashSize) + second + hashSize > largestInt32) {
      throw new RangeError(
        `pairs[${p}] of ${first} and ${second} categories has too many combinations to be numbered ` +
          `in a table of hashSize ${hashSize}; a hashSize of at most ${Math.floor((largestInt32 - second) / (first + 1))} will do`,
      );
    }
  });
}

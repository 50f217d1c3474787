import { checkOptions } from './options/check-options';
import { oneOf, positiveInteger } from './support/arguments';
import { checkHashSize, hashes, pairHashes, type CategoryHash, type PairHash } from './support/category-hash';
import { allPairs, checkPairs, checkPairsWithin, type Pair } from './support/pairs';

export interface HashCollisionsArgs {
  /** How many codes each column has; they run from 0. */
  cardinalities: readonly number[];
  /** Rows of the common table. */
  hashSize: number;
  /** As `categoryInteractionHash` takes it. */
  hash: CategoryHash;
  /** The pairs of columns that are combined. Default: all, `i < j`. */
  pairs?: readonly Pair[];
}

/** How many combinations of categories have to share a row. */
export interface CollisionCount {
  /** How many different combinations there are. */
  combinations: number;
  /** How many of them have their row in common with another one, of any pair. */
  colliding: number;
  /** `colliding / combinations`, or 0 where there are none. */
  share: number;
  /** How many rows of the table are in use. */
  slotsUsed: number;
}

/** The collisions of one pair of columns. */
export interface PairCollisions extends CollisionCount {
  pair: Pair;
  /** How many combinations have their row in common with another one of the same pair. */
  collidingWithin: number;
}

/** The collisions of a table, together and pair by pair. */
export interface HashCollisions extends CollisionCount {
  pairs: PairCollisions[];
  /** Whether they were counted; with too many combinations to count they are what chance would give. */
  exact: boolean;
}

/** So many additions take a second or two. */
const mostWork = 1e8;

/**
 * How many combinations of categories share a row of `categoryInteractionHash`'s table with another, and how many rows
 * are used: what a `hashSize` and a `hash` cost before anything is trained.
 *
 * Every combination of codes counts, whether or not the data have it. The count is exact, and takes as many additions
 * as there are combinations; codes that are equal modulo `hashSize` are counted together. Above 10⁸ additions it gives
 * way to the expectation `1 − (1 − 1/m)^(N−1)` of `N` combinations that fall on `m` rows at random (there are then so
 * many that next to none has a row of its own), and `exact` is false.
 *
 * @throws RangeError as the layer does
 *
 * ```ts
 * import { hashCollisions } from '@heph/layers';
 *
 * const table = { cardinalities: [5, 7, 8], hashSize: 500 };
 * console.log(hashCollisions({ ...table, hash: 'linear' }).share); // 0.877…: pairs share rows
 * console.log(hashCollisions({ ...table, hash: 'numbered' }).share); // 0
 * ```
 */
export function hashCollisions(args: HashCollisionsArgs): HashCollisions {
  checkOptions('hashCollisions', args, ['cardinalities', 'hashSize', 'hash', 'pairs']);
  const cardinalities = args.cardinalities.map((count, j) => positiveInteger(`cardinalities[${j}]`, count));
  const hashSize = checkHashSize(args.hashSize);
  const pairs = args.pairs ? checkPairs(args.pairs) : allPairs(cardinalities.length);
  checkPairsWithin(pairs, cardinalities.length);
  const hash = pairHashes(oneOf('hash', hashes, args.hash), hashSize, pairs, cardinalities);
  const sides = pairs.map((pair, p) => sidesOf(pair, hash[p]!, cardinalities, hashSize));
  const work = sides.reduce((sum, [first, second]) => sum + first.rows.length * second.rows.length, 0);
  if (work > mostWork) return expectedCollisions(pairs, cardinalities, hashSize);

  const together = new Float64Array(hashSize);
  for (const pair of sides) countRows(pair, together);
  const counted = sides.map((pair, p): PairCollisions => {
    const own = new Float64Array(hashSize);
    countRows(pair, own);
    return { pair: pairs[p]!, ...summary(own, together), collidingWithin: summary(own, own).colliding };
  });
  return { ...summary(together, together), pairs: counted, exact: true };
}

/** What one column's codes contribute to the row, and how many codes each contribution comes from. */
interface Side {
  rows: Int32Array;
  counts: Float64Array;
}

function sidesOf([i, j]: Pair, hash: PairHash, cardinalities: readonly number[], size: number): [Side, Side] {
  return [
    sideOf(cardinalities[i]!, hash.factors[0], hash.shift, size),
    sideOf(cardinalities[j]!, hash.factors[1], 0, size),
  ];
}

function sideOf(codes: number, factor: number, shift: number, size: number): Side {
  const countOf = new Map<number, number>();
  for (let code = 0; code < codes; code++) {
    const row = (factor * code + shift) % size;
    countOf.set(row, (countOf.get(row) ?? 0) + 1);
  }
  return { rows: Int32Array.from(countOf.keys()), counts: Float64Array.from(countOf.values()) };
}

/** Adds to each row the combinations that fall on it. */
function countRows([first, second]: [Side, Side], onRow: Float64Array): void {
  const size = onRow.length;
  for (let a = 0; a < first.rows.length; a++) {
    const [start, count] = [first.rows[a]!, first.counts[a]!];
    for (let b = 0; b < second.rows.length; b++) {
      const row = start + second.rows[b]!;
      onRow[row < size ? row : row - size]! += count * second.counts[b]!;
    }
  }
}

/** Of the combinations in `own`, those on rows with more than one in `all`. */
function summary(own: Float64Array, all: Float64Array): CollisionCount {
  let [combinations, colliding, slotsUsed] = [0, 0, 0];
  own.forEach((count, row) => {
    combinations += count;
    if (count > 0) slotsUsed++;
    if (all[row]! > 1) colliding += count;
  });
  return { combinations, colliding, share: combinations === 0 ? 0 : colliding / combinations, slotsUsed };
}

function expectedCollisions(
  pairs: readonly Pair[],
  cardinalities: readonly number[],
  size: number,
): HashCollisions {
  const combinationsOf = ([i, j]: Pair) => cardinalities[i]! * cardinalities[j]!;
  const total = pairs.reduce((sum, pair) => sum + combinationsOf(pair), 0);
  const chance = (others: number) => 1 - (1 - 1 / size) ** others;
  const share = chance(total - 1);
  const expected = (combinations: number): CollisionCount => ({
    combinations,
    colliding: combinations * share,
    share,
    slotsUsed: size * chance(combinations),
  });
  return {
    ...expected(total),
    pairs: pairs.map(pair => {
      const combinations = combinationsOf(pair);
      return { pair, ...expected(combinations), collidingWithin: combinations * chance(combinations - 1) };
    }),
    exact: false,
  };
}

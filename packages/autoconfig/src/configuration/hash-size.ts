/** A size for the table of combinations of categories, and what it means for them. */
export interface HashChoice {
  readonly hashSize: number;
  /** How many combinations there are, over all pairs of columns. */
  readonly combinations: number;
  /** The share of combinations that have their row in common with another of their pair, where it is largest. */
  readonly collisions: number;
}

/** The row of a combination of codes is `(17 i + 31 j) mod size`, as in `CategoryInteractionHash` of `@heph/layers`. */
const [firstFactor, secondFactor] = [17, 31];
/** Collisions are to stay below this share. */
export const mostCollisions = 0.05;
/** Columns of more categories are taken to have so many: beyond it nearly all combinations collide at any size. */
const mostCategories = 1000;
const growth = 1.05;

/**
 * The smallest table from `startSize` up in which, for every pair of columns, less than 5 % of the combinations share
 * their row with another: counted, not estimated, for codes from 0 up.
 *
 * (i + 31, j − 17) falls where (i, j) does at any size, so that two columns of more than 31 and 17 categories keep
 * some collisions. A table that no sum wraps around in has none but these; more than that is of no use.
 *
 * @param cardinalities how many categories each column has
 */
export function chooseHashSize(cardinalities: readonly number[], startSize: number): HashChoice {
  const counts = cardinalities.map(count => Math.min(count, mostCategories));
  const pairs = counts.flatMap((first, i) => counts.slice(i + 1).map(second => sumsOf(first, second)));
  const combinations = pairs.reduce((total, pair) => total + pair.combinations, 0);
  const at = (hashSize: number): HashChoice => {
    const collisions = Math.max(0, ...pairs.map(pair => shareOfCollisions(pair, hashSize)));
    return { hashSize, combinations, collisions };
  };
  const largest = Math.max(startSize, ...pairs.map(({ sums }) => sums.length));
  let best = at(startSize);
  for (let size = startSize; best.collisions >= mostCollisions && size < largest;) {
    size = Math.min(largest, Math.ceil(size * growth));
    const choice = at(size);
    if (choice.collisions < best.collisions) best = choice;
  }
  return best;
}

/** How many combinations of a pair of columns have each sum `17 i + 31 j`. */
interface PairSums {
  readonly sums: Uint32Array;
  readonly combinations: number;
}

function sumsOf(first: number, second: number): PairSums {
  const combinations = first * second;
  if (combinations === 0) return { sums: new Uint32Array(0), combinations };
  const sums = new Uint32Array(firstFactor * (first - 1) + secondFactor * (second - 1) + 1);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++) sums[firstFactor * i + secondFactor * j]!++;
  return { sums, combinations };
}

function shareOfCollisions({ sums, combinations }: PairSums, hashSize: number): number {
  if (combinations === 0) return 0;
  const rows = new Uint32Array(hashSize);
  sums.forEach((count, sum) => (rows[sum % hashSize]! += count));
  return rows.reduce((total, inRow) => total + (inRow > 1 ? inRow : 0), 0) / combinations;
}

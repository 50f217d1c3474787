/** A size for the table of combinations of categories, and what it means for them. */
export interface HashChoice {
  readonly hashSize: number;
  /** How many combinations of codes there are, over all pairs of columns. */
  readonly combinations: number;
  /** The share of combinations that have their row in common with another one, of any pair. */
  readonly collisions: number;
}

/** Collisions are to stay below this share. */
export const mostCollisions = 0.05;
/** More rows are not worth their memory: at 64 numbers a row these take 25.6 MB, and the optimizer's averages twice that. */
export const largestTable = 100_000;
/** Codes that the model has before a column's categories: missing, unknown and masked. */
const reservedCodes = 3;

/**
 * The smallest table from `startSize` up in which no two combinations of categories share a row, or the largest one
 * allowed if fewer than {@link mostCollisions} do there. Where even that is too small `startSize` stays, which `collisions`
 * tells: such combinations are better left to other branches.
 *
 * Counted for the hash that the model uses, `hash: 'numbered'` of `CategoryInteractionHash` in `@heph/layers`: the
 * combinations of all pairs are numbered from 0, and go to the row of their number modulo the size.
 *
 * @param cardinalities how many categories each column has
 */
export function chooseHashSize(cardinalities: readonly number[], startSize: number): HashChoice {
  const codes = cardinalities.map(count => count + reservedCodes);
  const ofPairs = codes.flatMap((first, i) => codes.slice(i + 1).map(second => first * second));
  const combinations = ofPairs.reduce((total, count) => total + count, 0);
  const largest = Math.min(Math.max(startSize, combinations), Math.max(startSize, largestTable));
  const isEnough = shareOfCollisions(combinations, largest) < mostCollisions;
  const hashSize = isEnough ? largest : startSize;
  return { hashSize, combinations, collisions: shareOfCollisions(combinations, hashSize) };
}

/** Of numbers from 0 up, modulo the size: those on rows of two and more. */
function shareOfCollisions(combinations: number, hashSize: number): number {
  if (combinations <= hashSize) return 0;
  return Math.min(1, (2 * (combinations - hashSize)) / combinations);
}

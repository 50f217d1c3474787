/** Two different columns, by position. */
export type Pair = [number, number];

/** Every pair `i < j` of `count` columns, in lexicographic order. */
export function allPairs(count: number): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) pairs.push([i, j]);
  return pairs;
}

/** Refuses anything but pairs of two different positions, when a layer is made. */
export function checkPairs(pairs: readonly Pair[]): Pair[] {
  return pairs.map((pair, k) => {
    const [i, j] = pair;
    const isPosition = (n: number | undefined) => Number.isInteger(n) && n! >= 0;
    if (pair.length !== 2 || !isPosition(i) || !isPosition(j) || i === j) {
      throw new RangeError(
        `pairs[${k}] must be two different column positions; received [${pair.join(', ')}]`,
      );
    }
    return [i, j];
  });
}

/** Refuses a pair beyond the columns there are, when a layer is built. */
export function checkPairsWithin(pairs: readonly Pair[], columns: number): void {
  pairs.forEach((pair, k) => {
    if (Math.max(...pair) >= columns) {
      throw new RangeError(
        `pairs[${k}] must lie within the ${columns} columns; received [${pair.join(', ')}]`,
      );
    }
  });
}

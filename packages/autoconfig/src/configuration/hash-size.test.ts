import { describe, expect, it } from '@jest/globals';
import { chooseHashSize } from './hash-size';

/** Straight from the definition: which combinations find another one in their row? */
function collisions(first: number, second: number, size: number): number {
  const rows = Array.from({ length: first * second }, (_, k) => {
    return ((k % first) * 17 + Math.floor(k / first) * 31) % size;
  });
  return rows.filter((row, k) => rows.some((other, l) => other === row && l !== k)).length / rows.length;
}

describe('chooseHashSize', () => {
  it('stays where it starts as long as collisions are few', () => {
    expect(chooseHashSize([3, 2], 1000)).toEqual({ hashSize: 1000, combinations: 6, collisions: 0 });
    expect(chooseHashSize([5, 7, 8], 1000)).toEqual({ hashSize: 1000, combinations: 131, collisions: 0 });
  });

  it.each([
    [[31, 40], 1000],
    [[20, 30], 100],
    [[17, 90], 1000],
    [[6, 25, 30], 500],
  ])('grows for %j until every pair stays below 5 %%', (cardinalities, start) => {
    const choice = chooseHashSize(cardinalities, start);
    expect(choice.hashSize).toBeGreaterThan(start);
    expect(choice.collisions).toBeLessThan(0.05);
    const ofPairs = cardinalities.flatMap((a, i) =>
      cardinalities.slice(i + 1).map(b => collisions(a, b, choice.hashSize)),
    );
    expect(choice.collisions).toBeCloseTo(Math.max(...ofPairs), 12);
  });

  it('keeps the collisions that no size avoids, and is no larger than it helps', () => {
    const choice = chooseHashSize([60, 60], 1000);
    expect(choice.collisions).toBeCloseTo(collisions(60, 60, 1e6), 12);
    expect(choice.collisions).toBeGreaterThan(0.05);
    expect(choice.hashSize).toBeLessThanOrEqual(17 * 59 + 31 * 59 + 1);
  });

  it('has nothing to choose without combinations', () => {
    for (const cardinalities of [[], [40], [0, 40]])
      expect(chooseHashSize(cardinalities, 1000)).toEqual({ hashSize: 1000, combinations: 0, collisions: 0 });
  });

  it('bounds its work for columns of very many categories', () => {
    expect(chooseHashSize([1e6, 1e6], 1000).hashSize).toBeLessThan(50_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { chooseHashSize, largestTable } from './hash-size';

/** Straight from the definition: which combinations of codes find another one on their row? */
function collisions(cardinalities: number[], size: number): number {
  const codes = cardinalities.map(count => count + 3);
  const rows: number[] = [];
  codes.forEach((first, i) =>
    codes.slice(i + 1).forEach(second => {
      const start = rows.length;
      for (let a = 0; a < first; a++)
        for (let b = 0; b < second; b++) rows.push((start + a * second + b) % size);
    }),
  );
  const onRow = new Map<number, number>();
  for (const row of rows) onRow.set(row, (onRow.get(row) ?? 0) + 1);
  return rows.filter(row => onRow.get(row)! > 1).length / rows.length;
}

describe('chooseHashSize', () => {
  it('stays where it starts as long as every combination has its row', () => {
    expect(chooseHashSize([3, 2], 1000)).toEqual({ hashSize: 1000, combinations: 30, collisions: 0 });
    expect(chooseHashSize([5, 7, 8], 1000)).toEqual({
      hashSize: 1000,
      combinations: 8 * 10 + 8 * 11 + 10 * 11,
      collisions: 0,
    });
  });

  it.each([
    [[31, 40], 1000],
    [[20, 30], 100],
    [[60, 60], 1000],
    [[6, 25, 30, 40], 500],
  ])('grows for %j until none share one, and no further', (cardinalities, start) => {
    const choice = chooseHashSize(cardinalities, start);
    expect(choice.hashSize).toBeGreaterThan(start);
    expect(choice.collisions).toBe(0);
    expect(collisions(cardinalities, choice.hashSize)).toBe(0);
    expect(collisions(cardinalities, choice.hashSize - 1)).toBeGreaterThan(0);
  });

  it.each([[[315, 315]], [[212, 165, 165]]])(
    'takes the largest table where few collide in it: %j',
    cardinalities => {
      const choice = chooseHashSize(cardinalities, 1000);
      expect(choice.combinations).toBeGreaterThan(largestTable);
      expect(choice.hashSize).toBe(largestTable);
      expect(choice.collisions).toBeLessThan(0.05);
      expect(choice.collisions).toBeCloseTo(collisions(cardinalities, largestTable), 12);
    },
  );

  it.each([[[320, 320]], [[500, 500]], [[1e6, 1e6]], [new Array<number>(20).fill(30)]])(
    'does not grow where too many would collide in any table: %j',
    cardinalities => {
      const choice = chooseHashSize(cardinalities, 1000);
      expect(choice.hashSize).toBe(1000);
      expect(choice.collisions).toBe(1);
    },
  );

  it('leaves a start above the largest table alone', () => {
    expect(chooseHashSize([300, 300], 120_000).hashSize).toBe(120_000);
  });

  it('has nothing to choose without combinations', () => {
    for (const cardinalities of [[], [40]])
      expect(chooseHashSize(cardinalities, 1000)).toEqual({ hashSize: 1000, combinations: 0, collisions: 0 });
  });
});

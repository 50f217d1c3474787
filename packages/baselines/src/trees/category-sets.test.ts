import { describe, expect, it } from '@jest/globals';
import { hasSet, isInSet, joinSets, setOf } from './category-sets';

const sets = joinSets(
  4,
  new Map([
    [2, [0, 3, 8, 16777215]],
    [0, [5]],
  ]),
)!;

describe('CategorySets', () => {
  it('hold the sets of nodes one after another', () => {
    expect([0, 1, 2, 3].map(node => hasSet(sets, node))).toEqual([true, false, true, false]);
    expect([...setOf(sets, 0)]).toEqual([5]);
    expect([...setOf(sets, 2)]).toEqual([0, 3, 8, 16777215]);
    expect(joinSets(4, new Map())).toBeUndefined();
  });

  it('have integer parts of numbers, as XGBoost reads categories', () => {
    const members = [0, 0.5, 3, 3.99, 8, 16777215];
    const others = [-1, -0.5, 1, 2.99, 4, 5, 9, 16777214, 2 ** 32, 2 ** 32 + 3, 1e30, -1e30];
    for (const x of members) expect([x, isInSet(sets, 2, x)]).toEqual([x, true]);
    for (const x of others) expect([x, isInSet(sets, 2, x)]).toEqual([x, false]);
    expect(isInSet(sets, 0, 5)).toBe(true);
    expect(isInSet(sets, 1, 5)).toBe(false);
  });
});

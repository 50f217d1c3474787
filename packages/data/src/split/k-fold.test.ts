import { describe, expect, it } from '@jest/globals';
import { kFold } from './k-fold';

describe('kFold', () => {
  it('tests on every row once and trains on the others', () => {
    const folds = [...kFold(11, { folds: 3, seed: 1 })];
    expect(folds.map(fold => fold.testIndices.length).sort()).toEqual([3, 4, 4]);
    const all = Array.from({ length: 11 }, (_, i) => i);
    const sort = (rows: number[]) => rows.sort((a, b) => a - b);
    expect(sort(folds.flatMap(fold => [...fold.testIndices]))).toEqual(all);
    for (const { trainIndices, testIndices } of folds)
      expect(sort([...trainIndices, ...testIndices])).toEqual(all);
  });

  it('depends on the seed, and can be gone through again', () => {
    const folds = kFold(50, { folds: 5, seed: 1 });
    expect([...folds]).toEqual([...folds]);
    expect([...folds]).toEqual([...kFold(50, { folds: 5, seed: 1 })]);
    expect([...folds]).not.toEqual([...kFold(50, { folds: 5, seed: 2 })]);
  });

  it.each([
    [10, 1],
    [10, 2.5],
    [10, 11],
    [NaN, 2],
  ])('refuses %p rows in %p folds before it is gone through', (numRows, folds) => {
    expect(() => kFold(numRows, { folds, seed: 0 })).toThrow(
      new RangeError(`folds must be an integer from 2 to the number of rows (${numRows}); received ${folds}`),
    );
  });
});

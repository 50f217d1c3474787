import { describe, expect, it } from '@jest/globals';
import { Table } from '../table/table';
import { trainTestSplit } from './train-test-split';

const numRows = 101;
const table = Table.fromColumns({
  id: Array.from({ length: numRows }, (_, i) => i),
  site: Array.from({ length: numRows }, (_, i) => (i < 70 ? 'common' : i < 98 ? 'some' : null)),
});
const sorted = (values: ArrayLike<number>): number[] => Array.from(values).sort((a, b) => a - b);

describe('trainTestSplit', () => {
  it('puts every row into one of the parts', () => {
    const { train, test, trainIndices, testIndices } = trainTestSplit(table, { testSize: 0.2, seed: 1 });
    expect([train.numRows, test.numRows]).toEqual([80, 21]);
    expect(sorted([...trainIndices, ...testIndices])).toEqual(Array.from({ length: numRows }, (_, i) => i));
    expect(test.toRows().map(row => row['id'])).toEqual([...testIndices]);
    expect(train.toRows().map(row => row['id'])).toEqual([...trainIndices]);
  });

  it('depends on the seed, and on nothing else', () => {
    const split = (seed: number) => [...trainTestSplit(table, { testSize: 0.3, seed }).testIndices];
    expect(split(1)).toEqual(split(1));
    expect(sorted(split(1))).not.toEqual(sorted(split(2)));
    expect(split(1)).not.toEqual(sorted(split(1)));
  });

  it('takes a number of rows', () => {
    expect(trainTestSplit(table, { testSize: 7, seed: 0 }).test.numRows).toBe(7);
  });

  it('keeps the shares of a column, missing values among them', () => {
    const { test, train } = trainTestSplit(table, { testSize: 0.5, seed: 3, stratify: 'site' });
    const count = (part: Table, site: string | null) =>
      part.toRows().filter(row => row['site'] === site).length;
    expect(test.numRows).toBe(51);
    expect([count(test, 'common'), count(test, 'some')]).toEqual([35, 14]);
    expect([count(train, null), count(test, null)].sort()).toEqual([1, 2]);
    expect(test.toRows()[0]!['id']).not.toBe(Math.min(...test.toRows().map(row => row['id'] as number)));
  });

  it('takes strata of a numeric column from its distinct values', () => {
    const labels = table.withColumn(
      'label',
      Array.from({ length: numRows }, (_, i) => Number(i % 10 === 0)),
    );
    const { test } = trainTestSplit(labels, { testSize: 46, seed: 3, stratify: 'label' });
    expect(test.toRows().filter(row => row['label'] === 1)).toHaveLength(5);
  });

  it.each([0, 1.5, -0.1, NaN, undefined])('refuses testSize %p', testSize => {
    expect(() => trainTestSplit(table, { testSize: testSize as number, seed: 0 })).toThrow(
      `testSize must be a share between 0 and 1 or an integer of at least 1; received ${String(testSize)}`,
    );
  });

  it('refuses to leave nothing to train on', () => {
    expect(() => trainTestSplit(table, { testSize: 101, seed: 0 })).toThrow(RangeError);
    expect(() => trainTestSplit(table, { testSize: 0.999, seed: 0 })).toThrow('which is 101 of 101 rows');
    expect(() => trainTestSplit(table.slice(0, 0), { testSize: 0.5, seed: 0 })).toThrow(RangeError);
  });

  it('refuses a bad seed and an unknown column', () => {
    expect(() => trainTestSplit(table, { testSize: 0.2, seed: -1 })).toThrow('seed must be');
    expect(() => trainTestSplit(table, { testSize: 0.2, seed: 0, stratify: 'x' })).toThrow('no column "x"');
  });
});

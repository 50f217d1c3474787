import { createHash } from 'node:crypto';
import { requireNumericColumn, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { originalFiles } from './columns';
import { splitDataset } from './split';

/** Of scikit-learn's test rows, in its order, joined by commas. */
const referenceHash = '6fe3598bb83c4361800ee41e24695d704bacf6fe2a0c2e4d39e5024c1a0d9522';

function numberedRows(rowsPerYear: readonly { year: number; rows: number }[]): Table {
  const years = rowsPerYear.flatMap(({ year, rows }) => new Array<string>(rows).fill(String(year)));
  return Table.fromColumns({ row: years.map((_, row) => row), year: years });
}

const rowsOf = (table: Table) => Array.from(requireNumericColumn(table, 'row').values);

describe('random split', () => {
  const published = numberedRows(originalFiles);

  it('tests on the rows that scikit-learn draws with random_state=42', () => {
    const test = rowsOf(splitDataset(published, 'random').test);
    expect(test).toHaveLength(7347);
    expect(createHash('sha256').update(test.join(',')).digest('hex')).toBe(referenceHash);
  });

  it('puts every row into one part, a tenth of the rest into validation', () => {
    const { train, validation, test } = splitDataset(published, 'random');
    expect([train.numRows, validation.numRows]).toEqual([26447, 2939]);
    const all = [train, validation, test].flatMap(rowsOf).sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 36733 }, (_, row) => row));
  });

  it('gives the same validation rows every time', () => {
    const validation = () => rowsOf(splitDataset(published, 'random').validation);
    expect(validation()).toEqual(validation());
  });

  it('draws another split, and says so, where rows are missing', () => {
    const { test, description } = splitDataset(published.slice(0, 1000), 'random');
    expect(test.numRows).toBe(200);
    expect(description).toContain('1,000 rows are not the published 36,733');
  });

  it('keeps the year as a column', () => {
    expect(splitDataset(published, 'random').train.column('year').kind).toBe('categorical');
  });
});

describe('temporal split', () => {
  const years = [2011, 2012, 2013, 2014, 2015].map(year => ({ year, rows: 100 }));
  const { train, validation, test } = splitDataset(numberedRows(years), 'temporal');

  it('trains on the past, tests on the future', () => {
    expect(rowsOf(test)).toEqual(Array.from({ length: 200 }, (_, i) => 300 + i));
    expect(Math.max(...rowsOf(train))).toBe(199);
  });

  it('validates on the last of the training years', () => {
    expect(rowsOf(validation)).toEqual(Array.from({ length: 100 }, (_, i) => 200 + i));
  });

  it('has no year, which would be one never seen', () => {
    expect(train.has('year')).toBe(false);
    expect(test.has('year')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { yearlyFiles } from '../../test/support/world';
import { tableFromFiles, tableFromSimulation } from './gas-turbine-table';
import { simulateYears } from './simulator/simulate';

const columns = ['AT', 'AP', 'AH', 'AFDP', 'GTEP', 'TIT', 'TAT', 'TEY', 'CDP', 'NOX', 'year'];

function tableFrom(texts: Readonly<Record<string, string>>) {
  const encoder = new TextEncoder();
  return tableFromFiles(new Map(Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)])));
}

function withLine(line: number, change: (text: string) => string) {
  const files = yearlyFiles();
  const lines = files['gt_2013.csv']!.split('\n');
  lines[line] = change(lines[line]!);
  return { ...files, 'gt_2013.csv': lines.join('\n') };
}

describe('table of yearly files', () => {
  it('joins the years in order, the year as a category, without CO', () => {
    const table = tableFrom(yearlyFiles());
    expect(table.columnNames).toEqual(columns);
    expect(table.numRows).toBe(200);
    expect([0, 40, 199].map(row => table.column('year').get(row))).toEqual(['2011', '2012', '2015']);
  });

  it('has the same columns from the simulation', () => {
    expect(tableFromSimulation(simulateYears(3)).columnNames).toEqual(columns);
  });

  it.each([
    [
      'a cell that is no number',
      withLine(3, text => text.replace(/^[^,]+/, 'warm')),
      /gt_2013\.csv, line 4, column "AT".*"warm"/,
    ],
    [
      'an empty cell',
      withLine(5, text => text.replace(/^[^,]+/, '')),
      /gt_2013\.csv, row 5, column "AT".*empty/,
    ],
    ['a row cut off', withLine(7, text => text.slice(0, 30)), /gt_2013\.csv, line 8.*column "TIT"/],
    ['another header', withLine(0, text => text.replace('TIT', 'TIN')), /gt_2013\.csv.*"TIT"/],
    [
      'no rows',
      { ...yearlyFiles(), 'gt_2013.csv': yearlyFiles(0)['gt_2013.csv']! },
      /gt_2013\.csv: expected rows/,
    ],
    ['nothing at all', { ...yearlyFiles(), 'gt_2013.csv': '' }, /gt_2013\.csv.*empty/],
  ])('names file and place of %s', (_, files, message) => {
    expect(() => tableFrom(files)).toThrow(message);
  });
});

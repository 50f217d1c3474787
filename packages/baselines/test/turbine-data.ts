import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '@heph/data';
import { readCsv } from '@heph/data/node';
import split from '../src/fixtures/turbine-split.json';

const root = join(__dirname, '..', '..', '..');
const places = [
  process.env['HEPH_TURBINE_DATA'],
  join(root, 'data', 'turbine'),
  join(root, '..', 'shared', 'data', 'turbine'),
];
const years = [2011, 2012, 2013, 2014, 2015];
const fileOf = (folder: string, year: number) => join(folder, `gt_${year}.csv`);

/** The gas-turbine files, which are not part of the project; `undefined` where there are none. */
export const turbineFolder = places.find(
  (folder): folder is string => folder !== undefined && years.every(year => existsSync(fileOf(folder, year))),
);

/** The nine sensors, the year as a category and NOX, in the random split that all measurements share. */
export async function turbineSplit(folder: string): Promise<{ train: Table; test: Table }> {
  const tables = await Promise.all(
    years.map(async year => {
      const table = (await readCsv(fileOf(folder, year))).drop(['CO']);
      return table.withColumn('year', new Array<string>(table.numRows).fill(String(year)));
    }),
  );
  const table = tables.reduce((all, next) => all.concat(next));
  const isTest = new Set(split.test);
  const trainRows = Array.from({ length: table.numRows }, (_, row) => row).filter(row => !isTest.has(row));
  return { train: table.take(trainRows), test: table.take(split.test) };
}

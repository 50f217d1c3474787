// Both data sets in the splits that all measurements share, as tables to learn from, to select on and to score once.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { trainTestSplit } from '@heph/data';
import { readCsv } from '@heph/data/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const years = [2011, 2012, 2013, 2014, 2015];

function folderOf(name, variable, file) {
  const places = [
    process.env[variable],
    path.join(root, 'data', name),
    path.join(root, '../shared/data', name),
  ];
  const place = places.find(found => found && existsSync(path.join(found, file)));
  if (!place) throw new Error(`${file} was not found: set ${variable} to the folder that holds it`);
  return place;
}

/** `test` rows as they are listed; of the others a tenth, drawn with a fixed seed, for validation. */
function divide(table, testRows) {
  const isTest = new Set(testRows);
  const rest = Array.from({ length: table.numRows }, (_, row) => row).filter(row => !isTest.has(row));
  const { train, test: validation } = trainTestSplit(table.take(rest), { testSize: 0.1, seed: 42 });
  return { train, validation, test: table.take(testRows) };
}

const splitOf = file => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).test;

async function turbineTable() {
  const folder = folderOf('turbine', 'HEPH_TURBINE_DATA', 'gt_2011.csv');
  const tables = [];
  for (const year of years) {
    const table = await readCsv(path.join(folder, `gt_${year}.csv`));
    tables.push(table.drop(['CO']).withColumn('year', new Array(table.numRows).fill(String(year))));
  }
  return tables.reduce((all, table) => all.concat(table));
}

/** NOx of a gas turbine from nine sensors and the year. */
async function turbine() {
  const split = divide(
    await turbineTable(),
    splitOf('../../packages/baselines/src/fixtures/turbine-split.json'),
  );
  return { ...split, target: 'NOX', toUnits: value => value };
}

/** Learned from 2011 and 2012, selected on 2013, scored on 2014 and 2015; no year among the columns. */
async function temporal() {
  const table = await turbineTable();
  const of = chosen => {
    const column = table.column('year');
    const rows = Array.from({ length: table.numRows }, (_, row) => row);
    return table.take(rows.filter(row => chosen.includes(Number(column.get(row))))).drop(['year']);
  };
  return {
    train: of([2011, 2012]),
    validation: of([2013]),
    test: of([2014, 2015]),
    target: 'NOX',
    toUnits: value => value,
  };
}

/** A diamond's price, its logarithm or its root, from six sizes and three grades. */
async function diamonds(target, fromPrice, toUnits) {
  const folder = folderOf('diamonds', 'HEPH_DIAMONDS_DATA', 'diamonds.csv');
  const table = await readCsv(path.join(folder, 'diamonds.csv'));
  const values = Float64Array.from(table.column('price').values, fromPrice);
  const split = divide(table.drop(['price']).withColumn(target, values), splitOf('diamonds-split.json'));
  return { ...split, target, toUnits };
}

export const dataSets = {
  turbine,
  temporal,
  'diamonds-log': () => diamonds('logPrice', Math.log, Math.exp),
  'diamonds-root': () => diamonds('rootPrice', Math.sqrt, root => root ** 2),
  diamonds: () =>
    diamonds(
      'price',
      price => price,
      price => price,
    ),
};

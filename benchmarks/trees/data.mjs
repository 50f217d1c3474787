// The tables, as files that every engine reads alike: float32, row after row, and what is to be predicted.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@heph/data';
import { readCsv } from '@heph/data/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const numColumns = 20;
const years = [2011, 2012, 2013, 2014, 2015];
const turbineColumns = ['AT', 'AP', 'AH', 'AFDP', 'GTEP', 'TIT', 'TAT', 'TEY', 'CDP'];

function writeSet(folder, name, { values, target, numFeatures }) {
  const bytesOf = array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  writeFileSync(path.join(folder, `${name}.x.bin`), bytesOf(values));
  writeFileSync(path.join(folder, `${name}.y.bin`), bytesOf(target));
  const description = { numRows: target.length, numColumns: numFeatures };
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(description));
}

/** Friedman #1 on the first five of 20 uniform columns; every column has as many distinct values as rows. */
export function syntheticData(folder, numRows) {
  mkdirSync(folder, { recursive: true });
  const random = createRandom(numRows);
  const draw = count => {
    const values = new Float32Array(count * numColumns);
    const target = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      const x = values.subarray(row * numColumns, (row + 1) * numColumns);
      for (let column = 0; column < numColumns; column++) x[column] = random.uniform();
      target[row] =
        10 * Math.sin(Math.PI * x[0] * x[1]) +
        20 * (x[2] - 0.5) ** 2 +
        10 * x[3] +
        5 * x[4] +
        random.normal();
    }
    return { values, target, numFeatures: numColumns };
  };
  writeSet(folder, 'train', draw(numRows));
  writeSet(folder, 'test', draw(Math.min(numRows, 100_000)));
  return { name: `synthetic ${numRows}`, folder, numRows, numColumns };
}

/** Nine sensors and the year in the random split that all measurements share; `undefined` where the files are not. */
export async function turbineData(folder) {
  const places = [
    process.env.HEPH_TURBINE_DATA,
    path.join(root, 'data', 'turbine'),
    path.join(root, '..', 'shared', 'data', 'turbine'),
  ];
  const fileOf = (place, year) => path.join(place, `gt_${year}.csv`);
  const place = places.find(found => found && years.every(year => existsSync(fileOf(found, year))));
  if (!place) return undefined;
  mkdirSync(folder, { recursive: true });
  const rows = [];
  for (const year of years) {
    const table = await readCsv(fileOf(place, year));
    const columns = [...turbineColumns, 'NOX'].map(name => table.column(name).values);
    for (let row = 0; row < table.numRows; row++) {
      const numbers = columns.map(values => values[row]);
      rows.push({ x: [...numbers.slice(0, -1), year], y: numbers.at(-1) });
    }
  }
  const splitFile = path.join(root, 'packages/baselines/src/fixtures/turbine-split.json');
  const isTest = new Set(JSON.parse(readFileSync(splitFile, 'utf8')).test);
  const numFeatures = turbineColumns.length + 1;
  const write = (name, chosen) =>
    writeSet(folder, name, {
      values: Float32Array.from(chosen.flatMap(({ x }) => x)),
      target: Float32Array.from(chosen, ({ y }) => y),
      numFeatures,
    });
  const train = rows.filter((_, row) => !isTest.has(row));
  write('train', train);
  write(
    'test',
    rows.filter((_, row) => isTest.has(row)),
  );
  return { name: 'turbine', folder, numRows: train.length, numColumns: numFeatures };
}

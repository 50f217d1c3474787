import { createRandom, type Row, Table } from '@heph/data';

const sites = ['north', 'south', 'east'];

/**
 * Rows in which y depends on `power`, on `wind` where the site is not "north", and not on `noise`; a tenth of `wind` and of
 * `site` is missing. All numbers are float32.
 */
export function plantRows(numRows: number, seed: number): Row[] {
  const random = createRandom(seed);
  const one = () => Math.fround(random.normal());
  return Array.from({ length: numRows }, () => {
    const [power, wind, noise] = [one(), one(), one()];
    const site = sites[random.integer(3)]!;
    const y = Math.fround(3 * power + (site === 'north' ? 0 : 2 * wind) + 0.1 * random.normal());
    return {
      power,
      wind: random.uniform() < 0.1 ? null : wind,
      noise,
      site: random.uniform() < 0.1 ? null : site,
      y,
    };
  });
}

export const plantTable = (numRows: number, seed: number): Table => Table.fromRows(plantRows(numRows, seed));

/** The same rows with a class for y: `class 0` up to `class k − 1`, by which of evenly spaced bounds it exceeds. */
export function plantClasses(numRows: number, seed: number, numClasses: number): Table {
  const table = plantTable(numRows, seed);
  const classOf = (y: number) => Math.min(numClasses - 1, Math.max(0, Math.floor(y / 2 + numClasses / 2)));
  return table.withColumn(
    'y',
    table.toRows().map(({ y }) => `class ${classOf(y as number)}`),
  );
}

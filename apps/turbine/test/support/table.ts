import { createRandom, Table } from '@heph/data';
import { sensors, target, yearColumn } from '../../src/data/columns';

/** Rows of noise in the columns of the data set, spread over its years; every value of AT is different. */
export function tableOf(rows: number): Table {
  const random = createRandom(1);
  const noise = (mean: number) => Float64Array.from({ length: rows }, () => mean + random.normal());
  return Table.fromColumns({
    ...Object.fromEntries(sensors.map(name => [name, noise(10)])),
    [target]: noise(65),
    [yearColumn]: Array.from({ length: rows }, (_, row) => String(2011 + Math.floor((5 * row) / rows))),
  });
}

import { createRandom, Table } from '@heph/data';

/** Rows in which y depends on a, b and site, hardly on c, and not on idle, which is the same everywhere. */
export function plantedTable(numRows: number, seed = 1): Table {
  const random = createRandom(seed);
  const rows = Array.from({ length: numRows }, () => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    const site = ['north', 'south', 'east'][random.integer(3)]!;
    const y = 3 * a * (site === 'north' ? 1 : -1) + 2 * b + 0.1 * c;
    return { a, b, c, site, crew: random.integer(2) ? 'early' : 'late', code: random.integer(3), idle: 4, y };
  });
  return Table.fromRows(rows);
}

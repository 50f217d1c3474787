import { Table } from '@heph/data';
import { expect, it } from '@jest/globals';
import { profileColumns } from './column-profile';

it('tells what is in a column', () => {
  const numbers = Array.from({ length: 101 }, (_, i) => i);
  const table = Table.fromColumns({
    size: [...numbers.reverse(), null],
    town: [...numbers.map(i => (i < 20 ? 'Bonn' : 'Aachen')), null],
    empty: [...numbers.map(() => null), null] as (number | null)[],
  });
  const [size, town, empty] = profileColumns(table.take(Array.from({ length: 102 }, (_, i) => i)));
  expect(size).toMatchObject({ name: 'size', kind: 'numeric', missing: 1, min: 0, max: 100 });
  expect(size).toMatchObject({ quantiles: [1, 5, 25, 50, 75, 95, 99] });
  expect(size).toHaveProperty('mean', expect.closeTo(50, 10));
  expect(town).toEqual({
    name: 'town',
    kind: 'categorical',
    missing: 1,
    categories: [
      { value: 'Aachen', rows: 81 },
      { value: 'Bonn', rows: 20 },
    ],
  });
  expect(empty).toMatchObject({ missing: 102, min: 0, max: 0 });
});

it('leaves categories out that no row has', () => {
  const table = Table.fromColumns({ town: ['Bonn', 'Aachen'] }).slice(1);
  expect(profileColumns(table)[0]).toMatchObject({ categories: [{ value: 'Aachen', rows: 1 }] });
});

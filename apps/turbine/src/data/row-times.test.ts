import { Table } from '@heph/data';
import { expect, it } from '@jest/globals';
import { rowTimes } from './row-times';

it('divides each year evenly among its rows, whichever are asked for', () => {
  const table = Table.fromColumns({ year: ['2011', '2011', '2012', '2012', '2012', '2012', '2011', '2011'] });
  expect([...rowTimes(table, [4, 0, 7, 1])]).toEqual([2012.5, 2011, 2011.75, 2011.25]);
});

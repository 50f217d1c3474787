import { Table } from '@heph/data';
import { expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import type { ReadyModel } from '../models/model';
import { learnedShares, pairShares } from './pair-shares';

const rows = Table.fromColumns({ a: [1], b: [2] });
const model: ReadyModel = { predict: async () => [0], params: 1, save: async () => {} };

it('asks a model that has a pair layer, on the rows given', async () => {
  const asked: Table[] = [];
  const pairWeights = async (table: Table) => {
    asked.push(table);
    return [{ features: ['a', 'b'] as [string, string], weight: 1 }];
  };
  expect(await pairShares({ ...model, pairWeights }, rows)).toEqual([{ columns: ['a', 'b'], share: 1 }]);
  expect(asked).toEqual([rows]);
  expect(await pairShares(model, rows)).toEqual([]);
});

it('takes means over the fits of a model, whichever way round a pair is, the largest first', () => {
  const run = (name: string, ...pairs: [string, string, number][]) => ({
    result: resultOf(name, 1),
    pairShares: pairs.map(([one, other, share]) => ({ columns: [one, other] as const, share })),
  });
  const shares = learnedShares([
    run('A', ['a', 'b', 0.75], ['a', 'c', 0.25]),
    run('B'),
    run('A', ['c', 'a', 0.75], ['b', 'c', 0.25]),
  ]);
  expect(shares).toEqual([
    {
      name: 'A',
      pairs: [
        { columns: ['c', 'a'], share: 0.5 },
        { columns: ['a', 'b'], share: 0.375 },
        { columns: ['b', 'c'], share: 0.125 },
      ],
    },
  ]);
});

import { expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import { learnedInteractions } from './learned-interactions';

const run = (name: string, ab: number, ac: number) => ({
  result: resultOf(name, 1),
  interactions: [
    { columns: ['a', 'b'] as const, strength: ab },
    { columns: ['a', 'c'] as const, strength: ac },
  ],
});

it('takes root mean squares over the fits of a model, the strongest pair first', () => {
  expect(learnedInteractions([run('A', 3, 1), run('B', 2, 0), run('A', 4, 7)])).toEqual([
    {
      name: 'A',
      pairs: [
        { columns: ['a', 'c'], strength: 5 },
        { columns: ['a', 'b'], strength: Math.sqrt(12.5) },
      ],
    },
    {
      name: 'B',
      pairs: [
        { columns: ['a', 'b'], strength: 2 },
        { columns: ['a', 'c'], strength: 0 },
      ],
    },
  ]);
});

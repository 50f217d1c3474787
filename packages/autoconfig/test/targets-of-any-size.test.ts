import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { analyzeFeatures, treeBoundaries, type PairMethodName } from '../src';
import { plantedTable } from './planted';

const table = plantedTable(600);
const y = Float64Array.from(table.toRows(), row => row['y'] as number);
const withTarget = (middle: number, spread: number): Table =>
  table.withColumn(
    'y',
    y.map(value => middle + spread * value),
  );
const options = { topPairs: 1, nEstimators: 10 };

describe.each(['pathGain', 'shapInteraction', 'hStatistic', 'importanceProduct'] as PairMethodName[])(
  'pairs by %s',
  method => {
    it.each([
      [0, 1e-12],
      [0, 1e-300],
      [0, 1e300],
      [0, 1e18],
      [1e9, 1],
      [1.7e12, 3],
    ])('are found around %p, ± %p, as in an ordinary target', async (middle, spread) => {
      const { pairs: expected } = await analyzeFeatures(table, 'y', { ...options, method });
      const { pairs, importances } = await analyzeFeatures(withTarget(middle, spread), 'y', {
        ...options,
        method,
      });
      expect(pairs.map(({ features }) => features)).toEqual(expected.map(({ features }) => features));
      const scale = method === 'shapInteraction' ? spread : 1;
      expect(pairs[0]!.score / scale / expected[0]!.score).toBeCloseTo(1, 1);
      expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
    });
  },
);

describe('treeBoundaries', () => {
  it('are found in targets of any size', async () => {
    const [expected] = await treeBoundaries(table, 'y', ['a'], { numBins: 4 });
    for (const [middle, spread] of [
      [1e9, 1],
      [0, 1e300],
      [0, 1e-12],
    ] as const)
      expect(await treeBoundaries(withTarget(middle, spread), 'y', ['a'], { numBins: 4 })).toEqual([
        expected,
      ]);
  });

  it('part a date column between seconds', async () => {
    const begin = Date.UTC(2024, 0, 1);
    const when = Float64Array.from({ length: 400 }, (_, row) => begin + 1000 * row);
    const target = when.map((_, row) => (row < 200 ? 0 : 1));
    const dates = Table.fromColumns({ when, target });
    expect(await treeBoundaries(dates, 'target', ['when'], { numBins: 2 })).toEqual([
      [begin, begin + 199_500, begin + 399_000],
    ]);
  });
});

import { type Table, type NumericColumn } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { analyzeFeatures } from '../src';
import { planners, plantScenario } from './scenarios';

const isWhole = process.env['HEPH_WHOLE_SUITES'] === '1';
// Classes tell less of a row than numbers do.
const numRows = isWhole ? 5000 : 3000;
const { additive, ...interacting } = planners;

/** Names for what lies between quantiles of the target. */
function asClasses(table: Table, cuts: readonly number[]): Table {
  const values = Array.from((table.column('y') as NumericColumn).values);
  const ascending = values.toSorted((a, b) => a - b);
  const bounds = cuts.map(share => ascending[Math.floor(share * values.length)]!);
  return table.withColumn(
    'y',
    values.map(value => ['low', 'middle', 'high'][bounds.filter(bound => value > bound).length]!),
  );
}

const named = (pairs: readonly { features: readonly [string, string] }[]) =>
  pairs.map(({ features }) => [...features].sort().join('×')).sort();

const targets: [string, number[]][] = [
  ['two classes', [0.5]],
  ['three classes', [1 / 3, 2 / 3]],
];

describe.each(targets)('pathGain, %s', (_, cuts) => {
  it.each(Object.entries(interacting))('ranks the planted pairs of %s first', async (_, planner) => {
    for (const seed of isWhole ? [2, 3, 4] : [2]) {
      const { table, planted } = plantScenario(planner, numRows, seed);
      const options = { topPairs: planted.length, nEstimators: 1 };
      const { pairs } = await analyzeFeatures(asClasses(table, cuts), 'y', options);
      expect(named(pairs)).toEqual(planted.map(pair => pair.join('×')).sort());
      for (const { score } of pairs) expect(score).toBeLessThan(1);
    }
  });

  it.each(isWhole ? [1, 2, 3, 4, 5] : [1])(
    'selects nothing where nothing interacts, noise or none (seed %d)',
    async seed => {
      for (const noise of [0, 1]) {
        const { table } = plantScenario(additive, numRows, seed, noise);
        const { pairs } = await analyzeFeatures(asClasses(table, cuts), 'y', { nEstimators: 1 });
        expect(pairs).toEqual([]);
      }
    },
  );
});

it('pathGain finds nothing where few rows are of a class, and nothing interacts', async () => {
  const { table } = plantScenario(additive, numRows, 1, 0.5);
  expect((await analyzeFeatures(asClasses(table, [0.93]), 'y', { nEstimators: 1 })).pairs).toEqual([]);
});

import { describe, expect, it } from '@jest/globals';
import { analyzeFeatures } from '../src';
import { planners, plantScenario } from './scenarios';

// All of it takes minutes: a part that fails as soon as the method is worse is enough from day to day.
const isWhole = process.env['HEPH_WHOLE_SUITES'] === '1';
const numRows = isWhole ? 5000 : 2500;
const seeds = isWhole ? [1, 2, 3, 4, 5] : [1, 2];
const { additive, ...interacting } = planners;

describe.each(Object.entries(interacting))('pathGain on %s', (_, planner) => {
  it.each(seeds)('ranks the planted pairs first, decoys and noise left out (seed %d)', async seed => {
    const { table, planted } = plantScenario(planner, numRows, seed);
    const { pairs } = await analyzeFeatures(table, 'y', { topPairs: planted.length, nEstimators: 1 });
    const found = pairs.map(({ features }) => [...features].sort().join('×')).sort();
    expect(found).toEqual(planted.map(pair => pair.join('×')).sort());
    for (const { score } of pairs) expect(score).toBeLessThan(1);
  });
});

describe('pathGain where nothing interacts', () => {
  it.each(isWhole ? seeds : [...seeds, 3, 4])('selects nothing (seed %d)', async seed => {
    const { table } = plantScenario(additive, numRows, seed, seed % 2);
    expect((await analyzeFeatures(table, 'y', { nEstimators: 1 })).pairs).toEqual([]);
  });
});

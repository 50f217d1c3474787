import { join } from 'node:path';
import { Table } from '@heph/data';
import { goldenColumns, goldens } from '@heph/testing';
import { describe, it } from '@jest/globals';
import { AdaptiveFeatureEngineering, analyzeFeatures, treeBoundaries } from '../src';

const golden = goldens(join(__dirname, 'fixtures', 'golden.json'));
const table = Table.fromColumns(goldenColumns('train')).drop(['state', 'alarm', 'grade']);
/** Importances and scores are sums in double. */
const sums = { rtol: 1e-8, atol: 1e-12 };
/** Scores in which predictions around 1000 go, be they float32 or double. */
const ofPredictions = { rtol: 1e-6, atol: 1e-4 };
const methods = {
  pathGain: sums,
  hStatistic: { rtol: 1e-6, atol: 1e-6 },
  shapInteraction: ofPredictions,
  importanceProduct: sums,
};
const options = { nEstimators: 10, seed: 3 };

describe('analyzeFeatures finds what it found before', () => {
  it.each(Object.keys(methods) as (keyof typeof methods)[])('%s', async method => {
    const { importances, pairs } = await analyzeFeatures(table, 'output', { ...options, method });
    golden.expect('importances', importances, sums);
    golden.expect(`pairs by ${method}`, pairs, methods[method]);
  });

  it('of some rows, with a column that is to be a category', async () => {
    const found = await analyzeFeatures(table.withColumn('month', monthsOf(table.numRows)), 'output', {
      ...{ ...options, maxRows: 120, topPairs: 12, categorical: ['month'], method: 'importanceProduct' },
    });
    golden.expect('pairs of some rows', found, sums);
  });
});

describe('interactions are configured as before', () => {
  it.each([
    ['moderate', {}],
    ['aggressive', { aggressive: true }],
  ])('%s', async (name, how) => {
    const engineering = new AdaptiveFeatureEngineering({
      target: 'output',
      numericColumns: ['power', 'wind', 'load'],
      categoricalColumns: ['site', 'shift'],
    });
    await engineering.analyzeFeatures(table, 'output', options);
    golden.expect(`${name} configuration`, engineering.getInteractionConfig(how), sums);
    golden.expect(`${name} reasons`, engineering.report(how).split('\n'));
  });
});

describe('boundaries of bins are as before', () => {
  it('those of trees', async () => {
    golden.expect(
      'boundaries',
      await treeBoundaries(table, 'output', ['power', 'wind', 'load'], { numBins: 4 }),
      sums,
    );
  });
});

function monthsOf(numRows: number): number[] {
  return Array.from({ length: numRows }, (_, row) => 1 + ((5 * row) % 12));
}

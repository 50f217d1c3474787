import { join } from 'node:path';
import { goldenColumns, goldens } from '@heph/testing';
import { describe, it } from '@jest/globals';
import {
  accuracy,
  createRandom,
  kFold,
  logLoss,
  meanAbsoluteError,
  meanSquaredError,
  parseCsv,
  r2Score,
  randomFromState,
  rocAuc,
  rootMeanSquaredError,
  Table,
  trainTestSplit,
} from '../src';

const golden = goldens(join(__dirname, 'fixtures', 'golden.json'));
const table = Table.fromColumns(goldenColumns('validation'));

describe('what a seed gives stays the same', () => {
  it.each([0, 1, 42, 2 ** 40])('numbers: %d', seed => {
    const random = createRandom(seed);
    const ten = <T>(one: () => T) => Array.from({ length: 10 }, one);
    const drawn = {
      uniform: ten(() => random.uniform()),
      normal: ten(() => random.normal()),
      integer: ten(() => random.integer(1000)),
      permutation: random.permutation(20),
      state: random.state(),
    };
    golden.expect(`random ${seed}`, { ...drawn, after: randomFromState(drawn.state).uniform() });
  });

  it.each([
    ['a share', { testSize: 0.2, seed: 42 }],
    ['a number of rows', { testSize: 7, seed: 1 }],
    ['shares of classes', { testSize: 0.25, seed: 42, stratify: 'state' }],
    ['shares of categories, missing ones among them', { testSize: 0.25, seed: 3, stratify: 'site' }],
  ])('splits: %s', (what, options) => {
    const { trainIndices, testIndices } = trainTestSplit(table, options);
    golden.expect(`split: ${what}`, { trainIndices, testIndices });
  });

  it('folds', () => {
    golden.expect('folds', [...kFold(23, { folds: 4, seed: 42 })]);
  });
});

describe('metrics stay the same', () => {
  const random = createRandom(5);
  const truth = Array.from({ length: 40 }, () => random.normal());
  const predicted = truth.map(value => value + 0.3 * random.normal());

  it('of numbers', () => {
    golden.expect('metrics of numbers', {
      mse: meanSquaredError(truth, predicted),
      rmse: rootMeanSquaredError(truth, predicted),
      mae: meanAbsoluteError(truth, predicted),
      r2: r2Score(truth, predicted),
    });
  });

  it('of classes', () => {
    const labels = truth.map(value => (value + random.normal() > 0.5 ? 1 : 0));
    const scores = predicted.map(value => 1 / (1 + Math.abs(value - 2)));
    golden.expect(
      'metrics of classes',
      {
        accuracy: accuracy(
          labels,
          scores.map(score => (score > 0.4 ? 1 : 0)),
        ),
        logLoss: logLoss(labels, scores),
        logLossOfRows: logLoss(
          labels,
          scores.map(score => [1 - score, score]),
        ),
        rocAuc: rocAuc(labels, scores),
      },
      // Logarithms are the engine's.
      { rtol: 1e-12 },
    );
  });
});

describe('tables stay the same', () => {
  it('by rows', () => {
    golden.expect('rows', Table.fromColumns(goldenColumns('rows')).toRows());
  });

  it('from CSV', () => {
    const text = 'a,b,c,d\r\n1,x,2.5,\r\n,"y, ""z""",-0.001,on\r\n7,,,off\n';
    const csv = parseCsv(text);
    golden.expect('CSV', {
      kinds: csv.columnNames.map(name => [name, csv.column(name).kind]),
      rows: csv.toRows(),
    });
  });
});

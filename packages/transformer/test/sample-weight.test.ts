import { Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import {
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type EngineName,
  type RegressorFitOptions,
} from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

const sizes = { dModel: 8, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const quick: RegressorFitOptions = { epochs: 2, batchSize: 20, learningRate: 5e-3, engine: 'eager' };
const table = interactionTable(80, 1);
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });

async function fit(rows: Table, options: RegressorFitOptions) {
  const model = new TabularRegressor({ modelConfig, ...sizes });
  const { history } = await model.fit(rows, { ...quick, ...options });
  const predictions = await model.predict(table);
  model.dispose();
  return { losses: history.loss!, predictions };
}

describe('sampleWeight', () => {
  beforeAll(() => useBackend('wasm'));

  it('changes nothing where all weights are alike, whatever their size', async () => {
    const plain = await fit(table, {});
    for (const weight of [1, 7, 1e-60, 1e60]) {
      const { losses } = await fit(table, { sampleWeight: Array(80).fill(weight) });
      losses.forEach((loss, epoch) => expect(loss / plain.losses[epoch]!).toBeCloseTo(1, 4));
    }
  });

  it('leaves rows of weight 0 out', async () => {
    const sampleWeight = Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? 0 : 1));
    const kept = sampleWeight.flatMap((weight, i) => (weight > 0 ? [i] : []));
    const strange = table.withColumn(
      'y',
      Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? 1e9 : Number(table.column('y').get(i)))),
    );
    const without = await fit(table.take(kept), { sampleWeight: kept.map(() => 1) });
    expect(await fit(strange, { sampleWeight })).toEqual(without);
  });

  // Every x comes with both answers: what is right depends on the weights alone.
  const x = Array.from({ length: 200 }, (_, i) => Math.floor(i / 2) % 10);
  const answers = x.map((_, i) => i % 2);
  const sampleWeight = answers.map(answer => (answer === 1 ? 9 : 1));
  const thorough = { epochs: 12, batchSize: 20, learningRate: 5e-3 };
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it.each(['eager', 'compiled'] as EngineName[])(
    'moves predictions to the rows that count: %s',
    async engine => {
      const undecided = Table.fromColumns({ x, y: answers });
      const config = SingleRowConfig.generate(undecided, { target: 'y' });
      const regressor = new TabularRegressor({ modelConfig: config, ...sizes });
      await regressor.fit(undecided, { ...thorough, engine, sampleWeight });
      expect(Math.abs(mean(Array.from(await regressor.predict(undecided))) - 0.9)).toBeLessThan(0.08);
      regressor.dispose();

      const classifier = new TabularClassifier({ modelConfig: config, ...sizes });
      await classifier.fit(undecided, { ...thorough, engine, sampleWeight });
      const rows = await classifier.predictProba(undecided);
      expect(Math.abs(mean(rows.map(row => row[1]!)) - 0.9)).toBeLessThan(0.08);
      classifier.dispose();
    },
  );

  it('says of which rows an error is about', async () => {
    const y = Array.from({ length: 80 }, (_, i) => (i === 0 || i === 5 ? NaN : i));
    const sampleWeight = [0, 0, ...Array<number>(78).fill(1)];
    await expect(fit(table.withColumn('y', y), { sampleWeight })).rejects.toThrow(
      /^among the rows of weight above 0: column "y", row 4: .* missing/,
    );
  });

  it.each<[string, number[], RegExp]>([
    ['too few', [1, 1], /sampleWeight: expected a weight for each of the 80 rows; received 2/],
    [
      'a negative one',
      [1, -1, ...Array<number>(78).fill(1)],
      /sampleWeight, row 2: expected a finite number of at least 0; found -1/,
    ],
    ['NaN', [NaN, ...Array<number>(79).fill(1)], /sampleWeight, row 1: .* found NaN/],
    ['nothing but 0', Array<number>(80).fill(0), /sampleWeight: expected a weight above 0; all are 0/],
    [
      'one row that counts',
      [1, ...Array<number>(79).fill(0)],
      /^among the rows of weight above 0: expected at least 2 rows; received 1/,
    ],
  ])('refuses %s', async (_what, sampleWeight, message) => {
    const fitting = fit(table, { sampleWeight });
    await expect(fitting).rejects.toMatchObject({
      code: 'invalid-data',
      message: expect.stringMatching(message),
    });
  });
});

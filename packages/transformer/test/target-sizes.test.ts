import { createRandom, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import {
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type RegressorFitOptions,
  type TabularRegressorOptions,
} from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

const numRows = 120;
const random = createRandom(1);
const x = Array.from({ length: numRows }, () => random.normal());
const z = Array.from({ length: numRows }, () => random.normal());
/** From −1 to 1, mostly. */
const signal = x.map((value, i) => Math.sin(value) + 0.3 * z[i]!);
const tableOf = (y: number[]) => Table.fromColumns({ x, z, y });
const plain = tableOf(signal);
const modelConfig = SingleRowConfig.generate(plain, { target: 'y' });
const sizes = {
  modelConfig,
  dModel: 8,
  nHeads: 2,
  numLayers: 0,
  dropout: 0,
  pooling: 'flatten',
  seed: 1,
} as const;
const quick: RegressorFitOptions = { epochs: 15, batchSize: 20, learningRate: 0.01, engine: 'eager' };
const brief: RegressorFitOptions = { ...quick, epochs: 2 };

async function fitted(table: Table, options: Partial<TabularRegressorOptions> = {}, fit = quick) {
  const model = new TabularRegressor({ ...sizes, ...options });
  const validation = options.neighborMemory ? { validation: table } : {};
  const { history } = await model.fit(table, { ...fit, ...validation });
  return { model, history };
}

const kinds: [string, Partial<TabularRegressorOptions>][] = [
  ['a network', {}],
  ['an ensemble', { ensembleSize: 2 }],
  ['a linear path', { linearPath: true }],
  ['neighbours', { neighborMemory: true }],
];

beforeAll(() => useBackend('wasm'));

describe('targets of any size are predicted in double', () => {
  const targets: [string, (value: number) => number][] = [
    ['1e9 ± 3', value => 1e9 + 3 * value],
    ['1e12 ± 1', value => 1e12 + value],
    ['1e18 ± 1e4', value => 1e18 + 1e4 * value],
    ...[1e18, 1e38, 1e300, 1e-38, 1e-300].map((size): [string, (value: number) => number] => [
      `of the size of ${size}`,
      value => size * value,
    ]),
  ];

  describe.each(kinds)('by %s', (_kind, options) => {
    it.each(targets)('%s', async (_what, scaled) => {
      const { model, history } = await fitted(tableOf(signal.map(scaled)), options);
      const predictions = await model.predict(plain);
      expect(predictions).toBeInstanceOf(Float64Array);
      const { r2, rmse, mae, mse } = await model.evaluate(tableOf(signal.map(scaled)));
      expect(r2).toBeGreaterThan(0.7);
      expect([...predictions, rmse, mae, ...history.loss!].filter(value => !Number.isFinite(value))).toEqual(
        [],
      );
      expect(mse).not.toBeNaN();
      expect(mae / Math.abs(scaled(1) - scaled(0))).toBeLessThan(0.5);
      model.dispose();
    });
  });

  it('the spread of members, too', async () => {
    const { model } = await fitted(tableOf(signal.map(value => 1e12 + value)), { ensembleSize: 2 });
    const { mean, standardDeviation } = await model.predictWithUncertainty(plain);
    expect(mean).toBeInstanceOf(Float64Array);
    expect(standardDeviation).toBeInstanceOf(Float64Array);
    const predictions = await model.predict(plain);
    mean.forEach((value, i) => expect(value - predictions[i]!).toBeCloseTo(0, 3));
    model.dispose();
  });

  it('a line to the last digits that differ', async () => {
    const line = tableOf(x.map((value, i) => 1e12 + 5 * value - 2 * z[i]!));
    const { model } = await fitted(line, { linearPath: true }, brief);
    expect((await model.evaluate(line)).mae).toBeLessThan(1e-3);
    model.dispose();
  });
});

describe('targets beyond what can be computed with', () => {
  const wild = tableOf(signal.map((value, i) => (i === 2 ? -1.7e308 : value)));
  const message = /column "y", row 3: expected a target between −1e305 and 1e305, .*; found -1\.7e\+308/;

  it.each(kinds)('are refused by fit, naming the row: %s', async (_kind, options) => {
    await expect(fitted(wild, options, brief)).rejects.toMatchObject({
      code: 'invalid-data',
      message: expect.stringMatching(message),
    });
    const model = new TabularRegressor({ ...sizes, ...options });
    await expect(model.fit(plain, { ...brief, validation: wild })).rejects.toThrow(
      /^validation: column "y", row 3/,
    );
  });

  it('are never predicted: numbers end where float64 does', async () => {
    const huge = tableOf(signal.map(value => 1e304 * value));
    const { model } = await fitted(huge, { linearPath: true }, brief);
    const far = plain.withColumn(
      'x',
      x.map(value => 1e8 * value),
    );
    expect(Array.from(await model.predict(far)).filter(value => !Number.isFinite(value))).toEqual([]);
    model.dispose();
  });

  it.each([1e300, 1e-300])('are refused by inferenceFunction, which computes in float32: %p', async size => {
    const { model } = await fitted(tableOf(signal.map(value => size * value)), {}, brief);
    expect(() => model.inferenceFunction()).toThrow(
      expect.objectContaining({
        code: 'invalid-data',
        message: expect.stringMatching(
          /^column "y": the function computes in float32, .*: fit on a multiple of it$/,
        ),
      }),
    );
    model.dispose();
  });
});

describe('a target that does not vary', () => {
  const constants = [0.1, 0, -3.3, 1e12 / 3, 1e300, 1e-300];
  it.each(kinds.flatMap(([kind, options]) => constants.map(constant => [kind, constant, options] as const)))(
    'is predicted as that constant by %s: %p',
    async (_kind, constant, options) => {
      const table = tableOf(Array<number>(numRows).fill(constant));
      const { model, history } = await fitted(table, options, brief);
      expect(new Set(await model.predict(plain))).toEqual(new Set([constant]));
      expect(await model.evaluate(table)).toEqual({ mse: 0, rmse: 0, mae: 0, r2: 1 });
      expect(history.loss!.every(Number.isFinite)).toBe(true);
      if (options.ensembleSize) {
        const { mean, standardDeviation } = await model.predictWithUncertainty(plain);
        expect(new Set(mean)).toEqual(new Set([constant]));
        expect(new Set(standardDeviation)).toEqual(new Set([0]));
      }
      model.dispose();
    },
  );
});

describe('weights of rows', () => {
  const weights = Array.from({ length: numRows }, (_, i) => 1 + (i % 3));
  it.each([2 ** 660, 2 ** -660, 2 ** 1000])(
    'count by their ratios alone, as those times %p do',
    async factor => {
      const fit = async (sampleWeight: number[], options: RegressorFitOptions = {}) => {
        const model = new TabularRegressor({ ...sizes, linearPath: true });
        await model.fit(plain, { ...brief, sampleWeight, ...options });
        const predictions = await model.predict(plain);
        model.dispose();
        return predictions;
      };
      const scaled = weights.map(weight => weight * factor);
      expect(await fit(scaled)).toEqual(await fit(weights));
      const more = { validation: plain.slice(0, 40), refit: true };
      expect(await fit(scaled, more)).toEqual(await fit(weights, more));
    },
  );
});

describe('what cannot be told says so:', () => {
  it('evaluate on no rows', async () => {
    const { model } = await fitted(plain, {}, brief);
    const none = expect.objectContaining({
      code: 'invalid-data',
      message: expect.stringContaining('at least 1 rows; received 0'),
    });
    await expect(model.evaluate(plain.slice(0, 0))).rejects.toEqual(none);
    expect(await model.predict(plain.slice(0, 0))).toEqual(new Float64Array(0));
    const classes = plain.withColumn(
      'y',
      x.map(value => (value > 0 ? 'up' : 'down')),
    );
    const classifier = new TabularClassifier(sizes);
    await classifier.fit(classes, brief);
    await expect(classifier.evaluate(classes.slice(0, 0))).rejects.toEqual(none);
    [model, classifier].forEach(of => of.dispose());
  });

  it('a network whose weights are no numbers', async () => {
    const { model } = await fitted(plain, {}, brief);
    const output = model.model.getLayer('head_output');
    const [kernel, bias] = output.getWeights();
    output.setWeights([tf.mul(kernel!, NaN), bias!]);
    const diverged = expect.objectContaining({
      code: 'diverged',
      message: expect.stringContaining('row 1: expected a finite number from the network; received NaN'),
    });
    await expect(model.predict(plain)).rejects.toEqual(diverged);
    await expect(model.evaluate(plain)).rejects.toEqual(diverged);
    model.dispose();
  });
});

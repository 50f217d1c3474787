import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HephError, type Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor, type RegressorFitOptions } from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { callbacks } from '@tensorflow/tfjs-layers';
import { interactionTable } from './interaction-table';

const train = interactionTable(600, 1);
const validation = interactionTable(150, 2);
const test = interactionTable(150, 3);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const quick: RegressorFitOptions = { epochs: 2, batchSize: 100, learningRate: 5e-3 };

describe('TabularRegressor', () => {
  let folder: string;
  let fitted: TabularRegressor;
  beforeAll(async () => {
    await useBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'heph-'));
    fitted = new TabularRegressor(small);
    await fitted.fit(train, { ...quick, epochs: 40, batchSize: 50, validation });
  });
  afterAll(async () => {
    fitted.dispose();
    await rm(folder, { recursive: true });
  });

  it('learns a product of columns, categories and missing cells', async () => {
    const { mse, rmse, mae, r2 } = await fitted.evaluate(test);
    expect(r2).toBeGreaterThan(0.8);
    expect(rmse).toBeCloseTo(Math.sqrt(mse), 6);
    expect(mae).toBeLessThan(rmse);
  });

  it('predicts in the units of the target, any row the same alone as among others', async () => {
    const all = await fitted.predict(test);
    const order = Int32Array.from({ length: test.numRows }, (_, i) => test.numRows - 1 - i);
    const reversed = await fitted.predict(test.take(order));
    const alone = await fitted.predict(test.slice(5, 6));
    expect(all).toHaveLength(150);
    expect(alone[0]! / all[5]!).toBeCloseTo(1, 5);
    all.forEach((value, i) => expect(reversed[149 - i]! / value).toBeCloseTo(1, 5));
  });

  it('takes missing cells and categories it has never seen', async () => {
    const strange = test
      .withColumn('kind', Array(150).fill('unheard of'))
      .withColumn('b', Array(150).fill(NaN));
    for (const value of await fitted.predict(strange)) expect(Number.isFinite(value)).toBe(true);
  });

  it('does not let the order of columns matter, nor columns it does not know', async () => {
    const shuffled = test.select(['y', 'kind', 'b', 'a']).withColumn('extra', Array(150).fill(1));
    expect(await fitted.predict(shuffled)).toEqual(await fitted.predict(test));
  });

  it('saves and loads', async () => {
    await fitted.save(join(folder, 'model'));
    const loaded = await TabularRegressor.load(join(folder, 'model'));
    expect(await loaded.predict(test)).toEqual(await fitted.predict(test));
    expect(loaded.options).toEqual(fitted.options);
    loaded.dispose();
  });

  it('refuses a folder whose manifest is of something else', async () => {
    const path = join(folder, 'other');
    await fitted.save(path);
    const manifest = await readFile(join(path, 'manifest.json'), 'utf8');
    await writeFile(join(path, 'manifest.json'), manifest.replaceAll('TabularRegressor', 'OtherModel'));
    await expect(TabularRegressor.load(path)).rejects.toThrow(
      /expected a saved TabularRegressor; received a OtherModel/,
    );
  });

  it('is the same model twice under one seed, and another under another', async () => {
    const predictions = async (seed: number, refit: boolean) => {
      const model = new TabularRegressor({ ...small, dropout: 0.1, seed });
      if (refit) await model.fit(validation, quick);
      await model.fit(train, quick);
      const result = await model.predict(test);
      model.dispose();
      return result;
    };
    const first = await predictions(5, false);
    expect(await predictions(5, false)).toEqual(first);
    expect(await predictions(5, true)).toEqual(first);
    expect(await predictions(6, false)).not.toEqual(first);
  });

  it('trains the same whether or not it is evaluated in between', async () => {
    const history = async (options: RegressorFitOptions) => {
      const model = new TabularRegressor({ ...small, dropout: 0.1 });
      const { history } = await model.fit(train, { ...quick, ...options });
      model.dispose();
      return history.loss;
    };
    expect(await history({ validation })).toEqual(await history({}));
  });

  it('validates with averaged weights, and goes on training with its own', async () => {
    const history = async (averageDecay: number) => {
      const model = new TabularRegressor(small);
      const { history } = await model.fit(train, { ...quick, averageDecay, weights: 'average', validation });
      model.dispose();
      return history;
    };
    const [plain, averaged] = [await history(0), await history(0.95)];
    expect(averaged.loss).toEqual(plain.loss);
    expect(averaged.val_mse).not.toEqual(plain.val_mse);
  });

  it('allocates nothing when constructed, and leaves nothing when disposed of', async () => {
    const warm = new TabularRegressor(small);
    await warm.fit(train, quick);
    warm.dispose();
    await noLeakedTensors(() => void new TabularRegressor(small));
    await noLeakedTensors(async () => {
      const model = new TabularRegressor(small);
      await model.fit(train, { ...quick, validation });
      const { numTensors } = tf.memory();
      await model.fit(train, { ...quick, epochs: 1, validation });
      await model.predict(test);
      expect(tf.memory().numTensors).toBe(numTensors);
      model.dispose();
    });
  });

  it('keeps the weights of the epoch that validates best', async () => {
    const model = new TabularRegressor(small);
    const { bestEpoch, history, stopReason } = await model.fit(train, {
      ...quick,
      epochs: 60,
      learningRate: 0.02,
      patience: 2,
      validation: validation.withColumn(
        'y',
        Array.from({ length: 150 }, (_, i) => (i % 2) * 100),
      ),
    });
    expect(stopReason).toBe('early-stopping');
    const best = Math.min(...history.val_mse!);
    expect(history.val_mse![bestEpoch!]).toBe(best);
    expect(history.val_loss!.length).toBe(bestEpoch! + 3);
    const noise = validation.withColumn(
      'y',
      Array.from({ length: 150 }, (_, i) => (i % 2) * 100),
    );
    expect((await model.evaluate(noise)).mse / best).toBeCloseTo(1, 6);
    model.dispose();
  });

  it('judges averaged and raw weights at every epoch, and keeps the better ones', async () => {
    const fit = async (options: RegressorFitOptions) => {
      const model = new TabularRegressor(small);
      const history = await model.fit(train, { ...quick, epochs: 6, validation, ...options });
      const { mse } = await model.evaluate(validation);
      model.dispose();
      return { ...history, mse };
    };
    const [better, average, raw] = [
      await fit({}),
      await fit({ weights: 'average' }),
      await fit({ weights: 'raw' }),
    ];
    const { val_loss, val_mse, val_loss_average, val_loss_raw } = better.history;
    expect(val_loss_average).toEqual(average.history.val_loss);
    expect(val_loss_raw).toEqual(raw.history.val_loss);
    expect(val_loss).toEqual(val_loss_raw!.map((loss, i) => Math.min(loss, val_loss_average![i]!)));
    expect(average.history).not.toHaveProperty('val_loss_raw');

    expect([average.bestWeights, raw.bestWeights]).toEqual(['average', 'raw']);
    const lists = { average: val_loss_average!, raw: val_loss_raw! };
    expect(lists[better.bestWeights!][better.bestEpoch!]).toBe(Math.min(...val_loss!));
    for (const { mse, history, bestEpoch } of [better, average, raw])
      expect(mse / history.val_mse![bestEpoch!]!).toBeCloseTo(1, 6);
    expect(val_mse).toHaveLength(6);
  });

  it.each([
    ['raw', { averageDecay: 0.9999, learningRate: 2e-3 }],
    ['average', { averageDecay: 0.9, learningRate: 0.05, warmupFraction: 0 }],
  ])('finds the %s weights better where they are', async (expected, options) => {
    const model = new TabularRegressor(small);
    const controller = new AbortController();
    const stop = { onEpochEnd: (epoch: number) => void (epoch === 5 && controller.abort()) };
    const fitOptions = {
      ...quick,
      ...options,
      epochs: 40,
      signal: controller.signal,
      callbacks: stop,
      validation,
    };
    expect((await model.fit(train, fitOptions)).bestWeights).toBe(expected);
    model.dispose();
  });

  it('keeps the averaged weights without rows to judge by, unless told otherwise', async () => {
    const fit = async (options: RegressorFitOptions) => {
      const model = new TabularRegressor(small);
      const { bestEpoch, bestWeights } = await model.fit(train, { ...quick, ...options });
      const predictions = await model.predict(test);
      model.dispose();
      return { bestEpoch, bestWeights, predictions };
    };
    const average = await fit({});
    expect(average).toMatchObject({ bestEpoch: 1, bestWeights: 'average' });
    expect(await fit({ weights: 'average' })).toEqual(average);
    const raw = await fit({ weights: 'raw' });
    expect(raw).toMatchObject({ bestEpoch: 1, bestWeights: 'raw' });
    expect(raw.predictions).not.toEqual(average.predictions);
  });

  it('works with the callbacks of tf.LayersModel.fit', async () => {
    const model = new TabularRegressor(small);
    const epochs: number[] = [];
    const { stopReason } = await model.fit(train, {
      ...quick,
      epochs: 9,
      validation,
      callbacks: [
        callbacks.earlyStopping({ monitor: 'val_loss', minDelta: 1e9, patience: 1 }),
        { onEpochEnd: (epoch: number) => void epochs.push(epoch) },
      ],
    });
    expect(stopReason).toBe('callback');
    expect(epochs).toEqual([0, 1]);
    model.dispose();
  });

  it('stops within a step when its signal says so, and can be used', async () => {
    const controller = new AbortController();
    const model = new TabularRegressor(small);
    let steps = 0;
    const { stopReason, epoch } = await model.fit(train, {
      ...quick,
      signal: controller.signal,
      callbacks: {
        onBatchEnd: () => {
          if (++steps === 8) controller.abort();
        },
      },
    });
    expect({ stopReason, epoch, steps }).toEqual({ stopReason: 'aborted', epoch: [0], steps: 8 });
    expect((await model.predict(test)).every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it.each([true, false])(
    'says when the loss diverges, and what the model then is: validated %s',
    async validated => {
      const model = new TabularRegressor(small);
      const options = { ...quick, epochs: 30, learningRate: 1e30, ...(validated && { validation }) };
      const message =
        /the loss became .* in epoch 1, step \d+, at learning rate .*; the model stays as it was before:/;
      await expect(model.fit(train, options)).rejects.toThrow(message);
      await expect(model.predict(test)).rejects.toMatchObject({ code: 'not-fitted' });
      model.dispose();
    },
  );

  it('lets the network be trained by hand', async () => {
    const model = new TabularRegressor(small);
    expect(model.model.outputs[0]!.shape).toEqual([null, 1]);
    expect(model.countParams()).toBe(model.model.countParams());
    expect(model.summary()).toContain('head_output');
    model.dispose();
  });

  describe('says what is wrong with', () => {
    const failing = async (table: Table, options = {}) => {
      const model = new TabularRegressor({ ...small, ...options });
      return model.fit(table, quick).finally(() => model.dispose());
    };
    it.each<[string, Promise<unknown> | (() => Promise<unknown>), RegExp]>([
      ['no rows', () => failing(train.slice(0, 0)), /at least 2 rows/],
      ['one row', () => failing(train.slice(0, 1)), /at least 2 rows/],
      ['no target column', () => failing(train.drop(['y'])), /"y"/],
      ['a missing target', () => failing(train.withColumn('y', [NaN, ...Array(599).fill(1)])), /"y".*row 1/],
      [
        'an infinite feature',
        () => failing(train.withColumn('b', [1, Infinity, ...Array(598).fill(1)])),
        /"b", row 2/,
      ],
      ['a missing feature', () => failing(train.drop(['b'])), /"b"/],
      [
        'text for numbers',
        () => failing(train.withColumn('b', Array(600).fill('x'))),
        /"b": expected numbers/,
      ],
      [
        'heads that do not divide',
        () => failing(train, { nHeads: 3 }),
        /multiple of nHeads; received 16 and 3/,
      ],
      ['a bad size', () => failing(train, { dModel: 0 }), /dModel must be a positive integer; received 0/],
      [
        'no target in the configuration',
        () => failing(train, { modelConfig: SingleRowConfig.generate(train) }),
        /target/,
      ],
    ])('%s', async (_what, fit, message) => {
      await expect(typeof fit === 'function' ? fit() : fit).rejects.toThrow(message);
    });

    it('use before fit', async () => {
      const model = new TabularRegressor(small);
      await expect(model.predict(test)).rejects.toThrow(expect.objectContaining({ code: 'not-fitted' }));
      await expect(model.save(folder)).rejects.toThrow(HephError);
    });
  });

  it.each([
    ['a constant target', train.withColumn('y', Array(600).fill(4))],
    ['two rows', train.slice(0, 2)],
    ['one column', train.select(['b', 'y'])],
    ['only categories', train.select(['kind', 'y'])],
    ['a column of nothing', train.withColumn('b', Array(600).fill(NaN))],
    [
      'tiny and huge numbers',
      train.withColumn(
        'b',
        Array.from({ length: 600 }, (_, i) => (i % 2 ? 1e12 : 1e-12)),
      ),
    ],
  ])('trains on %s without a NaN', async (_what, table) => {
    const model = new TabularRegressor({
      ...small,
      modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
    });
    const { history } = await model.fit(table, quick);
    expect(history.loss!.every(Number.isFinite)).toBe(true);
    expect((await model.predict(table)).every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});

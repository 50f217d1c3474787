import type { Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type FitOptions,
} from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { classTable } from './class-table';
import { interactionTable } from './interaction-table';

const quick: FitOptions = { epochs: 3, batchSize: 20, learningRate: 5e-3, engine: 'eager' };
const sizes = { dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const [numbers, others, held] = [1, 2, 3].map(seed => interactionTable(60, seed)) as [Table, Table, Table];
const [two, three] = [classTable(60, 1, 2), classTable(60, 2, 3)];
const configured = (table: Table) => ({
  ...sizes,
  modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
});

type Model = TabularRegressor | TabularClassifier;

const aborted = /^aborted before the end of the first epoch; the model stays as it was before$/;

/** Each comes to nothing: no epoch ends. */
const failures: [string, (model: Model) => FitOptions, RegExp | null][] = [
  ['is stopped before it begins', () => ({ signal: AbortSignal.abort() }), aborted],
  [
    'is stopped in its first epoch',
    () => {
      const stop = new AbortController();
      return { signal: stop.signal, callbacks: { onBatchEnd: () => stop.abort() } };
    },
    aborted,
  ],
  [
    'is stopped by a callback in its first epoch',
    model => ({ callbacks: { onBatchEnd: () => void (model.model.stopTraining = true) } }),
    null,
  ],
  [
    'diverges in its first epoch',
    () => ({ learningRate: 1e30, warmupFraction: 0 }),
    /^the loss became (NaN|Infinity) in epoch 1, step \d+, at learning rate \S+; the model stays as it was before: a smaller learningRate usually helps$/,
  ],
  [
    'has a callback that throws in its first epoch',
    () => ({
      callbacks: {
        onBatchEnd: () => {
          throw new Error('of a callback');
        },
      },
    }),
    /^of a callback$/,
  ],
];

const regressor = (options: object) => () => new TabularRegressor({ ...configured(numbers), ...options });
const kinds: [string, () => Model, Table, Table, object][] = [
  ['TabularRegressor', regressor({}), numbers, others, {}],
  ['with refit', regressor({}), numbers, others, { validation: held, refit: true }],
  ['with neighborMemory', regressor({ neighborMemory: true }), numbers, others, { validation: held }],
  ['with linearPath', regressor({ linearPath: true }), numbers, others, {}],
  ['an ensemble', regressor({ ensembleSize: 2 }), numbers, others, {}],
  ['TabularClassifier', () => new TabularClassifier(configured(two)), two, three, {}],
];

async function failing(model: Model, table: Table, options: FitOptions, message: RegExp | null) {
  const fit = model.fit(table, { ...quick, ...options });
  if (message !== null) return expect(fit).rejects.toThrow(message);
  expect(await fit).toMatchObject({ bestEpoch: null, bestWeights: null, epoch: [] });
}

describe.each(kinds)('a fit that comes to nothing: %s:', (_kind, create, table, other, more) => {
  beforeAll(() => useBackend('wasm'));

  it.each(failures)('where it %s, the model of before stays, whole', async (_what, options, message) => {
    const run = async () => {
      const model = create();
      await failing(model, table, { ...more, ...options(model) }, message);
      await expect(model.predict(table)).rejects.toMatchObject({ code: 'not-fitted' });

      await model.fit(table, { ...quick, ...more });
      const before = await model.predict(table);
      const metrics = await model.evaluate(table);
      await failing(model, other, { ...more, ...options(model) }, message);
      expect(await model.predict(table)).toEqual(before);
      expect(await model.evaluate(table)).toEqual(metrics);
      model.dispose();
      return before;
    };
    await noLeakedTensors(async () => {
      const model = create();
      await model.fit(table, { ...quick, ...more });
      expect(await run()).toEqual(await model.predict(table));
      model.dispose();
    });
  });
});

describe('a fit that comes to something', () => {
  beforeAll(() => useBackend('wasm'));

  /** Spoils the network after the first epoch. */
  const spoil = (model: Model | MaskedTabularModeling) => ({
    onEpochEnd: () => {
      const weight = model.model.trainableWeights[0]!;
      weight.write(tf.mul(weight.read(), NaN));
    },
  });

  it.each([true, false])(
    'before it diverges gives the best weights until then: validated %s',
    async validated => {
      const validation = validated ? { validation: held } : {};
      const once = regressor({})();
      const stop = { onEpochEnd: () => void (once.model.stopTraining = true) };
      await once.fit(numbers, { ...quick, ...validation, callbacks: stop });

      const model = regressor({})();
      await model.fit(others, quick);
      const fit = model.fit(numbers, { ...quick, ...validation, callbacks: spoil(model) });
      await expect(fit).rejects.toMatchObject({
        code: 'diverged',
        message: expect.stringMatching(
          /^the loss became NaN in epoch 2, step 1, at .*; the best weights before that are kept, those of epoch 1:/,
        ),
      });
      expect(await model.predict(held)).toEqual(await once.predict(held));
      once.dispose();
      model.dispose();
    },
  );

  it('but diverges when it is done again with the validation rows, keeps what came of it', async () => {
    const options = { ...quick, validation: held };
    const once = regressor({})();
    await once.fit(numbers, options);
    const model = regressor({})();
    let steps = 0;
    const callbacks = {
      onBatchEnd: () => {
        if (++steps > 3 * quick.epochs!) spoil(model).onEpochEnd();
      },
    };
    await expect(model.fit(numbers, { ...options, refit: true, callbacks })).rejects.toThrow(
      /in epoch 1, step 2, .*; the model stays as it was before:/,
    );
    expect(await model.predict(held)).toEqual(await once.predict(held));
    once.dispose();
    model.dispose();
  });

  it('of which no epoch can be judged has diverged, and leaves the model of before', async () => {
    const model = regressor({})();
    await model.fit(numbers, quick);
    const before = await model.predict(held);
    const wild = held.withColumn('y', Array<number>(60).fill(1e300));
    await expect(model.fit(others, { ...quick, validation: wild })).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining('none of 3 epochs gave weights by which losses are finite numbers'),
    });
    expect(await model.predict(held)).toEqual(before);
    model.dispose();
  });

  it('is refused where its data are wrong, and leaves the model of before, neighbours and all', async () => {
    const model = regressor({ neighborMemory: true })();
    await model.fit(numbers, { ...quick, validation: held });
    const { neighborShare } = model;
    const before = await model.predict(held);
    await expect(model.fit(others.drop(['a']), { ...quick, validation: held })).rejects.toThrow(/"a"/);
    await expect(model.fit(others, quick)).rejects.toThrow('neighborMemory needs validation rows');
    expect(model.neighborShare).toBe(neighborShare);
    expect(await model.predict(held)).toEqual(before);
    model.dispose();
  });
});

it('an encoder that is loaded into a fitted model changes nothing until the next fit', async () => {
  await useBackend('wasm');
  const pretrained = new MaskedTabularModeling({ ...configured(numbers), dModel: 16 });
  await pretrained.fit(numbers, { ...quick, epochs: 1 });
  const { dModel: _, ...rest } = configured(numbers);
  const model = new TabularRegressor({ ...rest, headDim: 8 });
  await model.fit(numbers, { ...quick, epochs: 1 });
  const before = await model.predict(held);
  const params = model.countParams();
  model.loadEncoder(pretrained);
  expect(await model.predict(held)).toEqual(before);
  expect(model.countParams()).toBe(params);
  await model.fit(numbers, { ...quick, epochs: 1 });
  expect(model.countParams()).toBeLessThan(params);
  pretrained.dispose();
  model.dispose();
});

it('pre-training that comes to nothing leaves what was learned before', async () => {
  await useBackend('wasm');
  const pretrained = new MaskedTabularModeling(configured(numbers));
  const kernel = () => Array.from(pretrained.model.getLayer('encoder_states').getWeights()[0]!.dataSync());
  const load = () => regressor({})().loadEncoder(pretrained);
  const stopped = { ...quick, signal: AbortSignal.abort('enough') };
  const refused = { code: 'aborted', cause: 'enough' };
  await expect(pretrained.fit(numbers, stopped)).rejects.toMatchObject(refused);
  expect(load).toThrow(expect.objectContaining({ code: 'not-fitted' }));
  await pretrained.fit(numbers, quick);
  const before = kernel();
  await expect(pretrained.fit(others, stopped)).rejects.toMatchObject(refused);
  await expect(pretrained.fit(others, { ...quick, learningRate: 1e30, warmupFraction: 0 })).rejects.toThrow(
    /the model stays as it was before/,
  );
  expect(kernel()).toEqual(before);
  load().dispose();
  pretrained.dispose();
});

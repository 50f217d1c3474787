import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type FitOptions,
} from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { classTable } from './class-table';
import { interactionTable } from './interaction-table';

const numbers = { first: interactionTable(60, 1), second: interactionTable(80, 2) };
const classes = { first: classTable(60, 1, 2), second: classTable(80, 2, 3) };
const quick: FitOptions = { epochs: 2, batchSize: 20, learningRate: 5e-3, engine: 'eager' };
const sizes = { dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const configured = (table: Table) => ({
  ...sizes,
  modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
});

type Model = TabularRegressor | TabularClassifier;
type Ask = (model: Model) => Promise<unknown>;

const regressor = (options: object = {}) =>
  new TabularRegressor({ ...configured(numbers.first), ...options });
const classifier = () => new TabularClassifier(configured(classes.first));

const cases: [string, () => Model, { first: Table; second: Table }, Ask[], object?][] = [
  [
    'TabularRegressor',
    () => regressor(),
    numbers,
    [
      model => model.predict(numbers.first),
      model => model.evaluate(numbers.first),
      model => Promise.resolve((model as TabularRegressor).inferenceFunction().metadata),
    ],
  ],
  [
    'an ensemble with neighbours and a linear path',
    () => regressor({ ensembleSize: 2, neighborMemory: true, linearPath: true }),
    numbers,
    [
      model => model.predict(numbers.first),
      model => (model as TabularRegressor).predictWithUncertainty(numbers.first),
      model => Promise.resolve((model as TabularRegressor).neighborShare),
    ],
    { validation: interactionTable(40, 3) },
  ],
  [
    'TabularClassifier',
    classifier,
    classes,
    [
      model => model.predict(classes.first),
      model => (model as TabularClassifier).predictProba(classes.first),
      model => model.evaluate(classes.first),
      model => Promise.resolve((model as TabularClassifier).classes),
    ],
  ],
];

/** Fits, and does something after each of its steps. */
async function fitAsking(
  model: Model | MaskedTabularModeling,
  table: Table,
  ask: () => Promise<void>,
  more = {},
) {
  let steps = 0;
  const callbacks = {
    onBatchEnd: async () => {
      steps++;
      await ask();
    },
  };
  const history = await model.fit(table, { ...quick, ...more, callbacks });
  expect(steps).toBeGreaterThan(2);
  return history;
}

describe.each(cases)('while %s is fitted', (_name, create, { first, second }, asks, more = {}) => {
  let folder: string;
  beforeAll(async () => {
    await useBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'heph-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const askAll = (model: Model) => Promise.all(asks.map(ask => ask(model)));

  it('for the first time, it says that it is not fitted', async () => {
    const model = create();
    await fitAsking(
      model,
      first,
      async () => {
        await expect(model.predict(first)).rejects.toMatchObject({ code: 'not-fitted' });
        await expect(model.evaluate(first)).rejects.toMatchObject({ code: 'not-fitted' });
        await expect(model.save(folder)).rejects.toMatchObject({ code: 'not-fitted' });
      },
      more,
    );
    await askAll(model);
    model.dispose();
  });

  it('anew, it answers and is saved as it was, and afterwards is the new model', async () => {
    const model = create();
    await model.fit(first, { ...quick, ...more });
    const before = await askAll(model);
    await fitAsking(
      model,
      second,
      async () => {
        expect(await askAll(model)).toEqual(before);
        await model.save(folder);
      },
      { ...more, seed: 2 },
    );
    const after = await askAll(model);
    expect(after).not.toEqual(before);

    const modelClass = model.constructor as unknown as { load(directory: string): Promise<Model> };
    const saved = await modelClass.load(folder);
    expect(await askAll(saved)).toEqual(before);

    const fresh = create();
    await fresh.fit(second, { ...quick, ...more, seed: 2 });
    expect(await askAll(fresh)).toEqual(after);
    [model, saved, fresh].forEach(of => of.dispose());
  });

  it('another fit, dispose and loadEncoder are refused as busy', async () => {
    const model = create();
    const pretrained = new MaskedTabularModeling(configured(first));
    await pretrained.fit(first, { ...quick, epochs: 1 });
    const kind = model.constructor.name;
    const undisturbed = create();
    await undisturbed.fit(first, { ...quick, ...more });
    await fitAsking(
      model,
      first,
      async () => {
        const busy = (what: string) =>
          expect.objectContaining({
            code: 'busy',
            message: expect.stringMatching(`this ${kind} is being fitted: expected ${what} to wait`),
          });
        await expect(model.fit(second, quick)).rejects.toEqual(busy('fit'));
        expect(() => model.dispose()).toThrow(busy('dispose'));
        expect(() => model.loadEncoder(pretrained)).toThrow(busy('loadEncoder'));
      },
      more,
    );
    expect(await askAll(model)).toEqual(await askAll(undisturbed));
    [model, undisturbed, pretrained].forEach(of => of.dispose());
  });
});

describe('while a model is fitted', () => {
  beforeAll(() => useBackend('wasm'));

  it('of two fits begun at once the first is done and the second refused', async () => {
    for (const model of [regressor(), new MaskedTabularModeling(configured(numbers.first))]) {
      const fits = [1, 2].map(() => model.fit(numbers.first, quick));
      const [one, two] = await Promise.allSettled(fits);
      expect(one!.status).toBe('fulfilled');
      expect(two).toMatchObject({ status: 'rejected', reason: { code: 'busy' } });
      await model.fit(numbers.first, quick);
      model.dispose();
    }
  });

  it('model is the network in training, and that of before where nothing came of it', async () => {
    const model = regressor();
    const shown = model.model;
    const seen = new Set<unknown>();
    const watch = () => Promise.resolve(void seen.add(model.model));
    await fitAsking(model, numbers.first, watch);
    expect([...seen]).toEqual([shown]);
    expect(model.model).toBe(shown);
    await fitAsking(model, numbers.second, watch);
    expect(seen.size).toBe(2);
    expect(model.model).not.toBe(shown);
    const trained = model.model;
    const stopped = { ...quick, signal: AbortSignal.abort() };
    await expect(model.fit(numbers.first, stopped)).rejects.toMatchObject({ code: 'aborted' });
    expect(model.model).toBe(trained);
    model.dispose();
  });

  it('that learns from the validation rows too, it is what the first training came to during the second', async () => {
    const validation = interactionTable(40, 3);
    const [model, first] = [regressor(), regressor()];
    await model.fit(numbers.second, quick);
    const former = await model.predict(validation);
    await first.fit(numbers.first, { ...quick, validation });
    const expected = [former, await first.predict(validation)];
    const seen: unknown[] = [];
    const ask = async () => void seen.push(await model.predict(validation));
    const { refit } = await fitAsking(model, numbers.first, ask, { validation, refit: true });
    const steps = { first: 3 * quick.epochs!, second: 5 * refit!.epoch.length };
    expect(seen).toEqual([
      ...Array<unknown>(steps.first).fill(expected[0]),
      ...Array<unknown>(steps.second).fill(expected[1]),
    ]);
    expect(expected).not.toContainEqual(await model.predict(validation));
    model.dispose();
    first.dispose();
  });

  it('an encoder is loaded from what was pre-trained before', async () => {
    const pretrained = new MaskedTabularModeling(configured(numbers.first));
    const load = () => regressor().loadEncoder(pretrained);
    await fitAsking(pretrained, numbers.first, () => {
      expect(load).toThrow(expect.objectContaining({ code: 'not-fitted' }));
      return Promise.resolve();
    });
    const kernel = (of: TabularRegressor) => {
      const values = Array.from(of.model.getLayer('encoder_states').getWeights()[0]!.dataSync());
      of.dispose();
      return values;
    };
    const before = kernel(load());
    await fitAsking(pretrained, numbers.second, () => {
      expect(kernel(load())).toEqual(before);
      expect(() => pretrained.dispose()).toThrow(expect.objectContaining({ code: 'busy' }));
      return Promise.resolve();
    });
    expect(kernel(load())).not.toEqual(before);
    pretrained.dispose();
  });
});

describe('a prediction that has begun', () => {
  beforeAll(() => useBackend('wasm'));
  const many = interactionTable(3000, 4);

  it.each<[string, (model: TabularRegressor) => unknown]>([
    ['the model is disposed of', model => model.dispose()],
    ['a fit comes to its end', model => model.fit(numbers.second, { ...quick, seed: 2 })],
  ])('comes to its end although %s, and nothing is left behind', async (_what, change) => {
    const run = async () => {
      const model = regressor();
      await model.fit(numbers.first, quick);
      const before = await model.predict(many);
      const pending = [model.predict(many), model.predict(many.slice(0, 10))];
      await change(model);
      expect(await pending[0]).toEqual(before);
      expect(await pending[1]).toHaveLength(10);
      model.dispose();
    };
    await run();
    await noLeakedTensors(run);
  });
});

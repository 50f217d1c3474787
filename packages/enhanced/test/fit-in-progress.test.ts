import { createRandom, Table } from '@heph/data';
import {
  createEnhancedModel,
  EnhancedTabularClassifier,
  EnhancedTabularRegressor,
  interactionAwareEncoder,
} from '@heph/enhanced';
import { useBackend } from '@heph/testing';
import { buildEncoder, buildHead, SingleRowConfig, type FitOptions } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { model as layersModel } from '@tensorflow/tfjs-layers';

function tableOf(seed: number, isClass: boolean): Table {
  const random = createRandom(seed);
  const rows = Array.from({ length: 60 }, () => {
    const [a, b] = [random.normal(), random.normal()];
    return {
      a,
      b,
      u: 'pq'[random.integer(2)]!,
      v: 'rs'[random.integer(2)]!,
      y: isClass ? (a * b > 0 ? 'up' : 'down') : a * b,
    };
  });
  return Table.fromRows(rows);
}

const quick: FitOptions = { epochs: 2, batchSize: 20, learningRate: 5e-3, engine: 'eager' };
const pairs = [{ features: ['a', 'b'] as [string, string], kind: 'numeric' as const, score: 1 }];
const optionsFor = (table: Table) => ({
  modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
  dModel: 8,
  nHeads: 2,
  seed: 1,
  interactionConfig: { pairs },
});

beforeAll(() => useBackend('wasm'));

describe.each([
  ['EnhancedTabularRegressor', false, (table: Table) => new EnhancedTabularRegressor(optionsFor(table))],
  ['EnhancedTabularClassifier', true, (table: Table) => new EnhancedTabularClassifier(optionsFor(table))],
] as const)('while %s is fitted', (_name, isClass, create) => {
  const [first, second] = [tableOf(1, isClass), tableOf(2, isClass)];

  it('the weights of pairs and predictions are those of before, and it is left alone', async () => {
    const model = create(first);
    const ask = async () => [await model.predict(first), await model.pairWeights(first)];
    await model.fit(first, quick);
    const before = await ask();
    let steps = 0;
    const callbacks = {
      onBatchEnd: async () => {
        steps++;
        expect(await ask()).toEqual(before);
        await expect(model.fit(first, quick)).rejects.toMatchObject({ code: 'busy' });
        expect(() => model.dispose()).toThrow(expect.objectContaining({ code: 'busy' }));
      },
    };
    await model.fit(second, { ...quick, callbacks });
    expect(steps).toBe(6);
    expect(await ask()).not.toEqual(before);
    model.dispose();
  });

  it('and nothing comes of it, the model of before stays', async () => {
    const model = create(first);
    expect(() => model.pairWeights(first)).toThrow('not fitted');
    await expect(model.fit(first, { ...quick, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(() => model.pairWeights(first)).toThrow('not fitted');
    await model.fit(first, quick);
    const before = await model.pairWeights(second);
    await expect(
      model.fit(second, { ...quick, learningRate: 1e30, warmupFraction: 0 }),
    ).rejects.toMatchObject({
      code: 'diverged',
    });
    expect(await model.pairWeights(second)).toEqual(before);
    model.dispose();
  });

  it('no rows have no weights of pairs', async () => {
    const model = create(first);
    await model.fit(first, quick);
    await expect(Promise.resolve().then(() => model.pairWeights(first.slice(0, 0)))).rejects.toMatchObject({
      code: 'invalid-data',
    });
    model.dispose();
  });
});

describe('createEnhancedModel', () => {
  const table = tableOf(1, false);

  it.each([undefined, table])(
    'refuses a targetCol that is not the target of the configuration',
    async trainTable => {
      const more = trainTable && { trainTable };
      await expect(
        createEnhancedModel({ ...optionsFor(table), ...more, targetCol: 'a' }),
      ).rejects.toMatchObject({
        code: 'schema-mismatch',
        message: expect.stringMatching(
          /^expected a modelConfig whose target is targetCol, "a"; received one whose target is "y": /,
        ),
      });
      const modelConfig = SingleRowConfig.generate(table);
      await expect(
        createEnhancedModel({ ...optionsFor(table), ...more, modelConfig, targetCol: 'y' }),
      ).rejects.toMatchObject({
        code: 'schema-mismatch',
        message: expect.stringContaining('received a configuration without one'),
      });
    },
  );

  it('needs a configuration', async () => {
    await expect(createEnhancedModel({ trainTable: table } as never)).rejects.toThrow(
      /modelConfig must be a SingleRowConfig/,
    );
  });
});

it('interactions stand on an encoder of your own with the options that are given', () => {
  const config = SingleRowConfig.generate(tableOf(1, false), { target: 'y' });
  const options = { dModel: 8 };
  const encoder = buildEncoder(config, options);
  const parts = interactionAwareEncoder({ encoder, config, interactions: { pairs }, options });
  const outputs = buildHead(encoder, { units: 1, of: 'values', ...parts }, options);
  const network = layersModel({ inputs: encoder.inputs, outputs });
  expect(network.getLayer('interaction_pairs').outputShape).toEqual([null, 1, 16]);
  network.dispose();
});

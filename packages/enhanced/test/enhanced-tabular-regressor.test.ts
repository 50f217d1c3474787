import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table } from '@heph/data';
import { createEnhancedModel, EnhancedTabularRegressor, noInteractions } from '@heph/enhanced';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { MaskedTabularModeling, SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** y = a·b among columns of noise and two categories. */
function productTable(numRows: number, seed: number): Table {
  const random = createRandom(seed);
  const normals = () => Array.from({ length: numRows }, () => random.normal());
  const words = (n: number) => Array.from({ length: numRows }, () => 'pqrs'[random.integer(n)]!);
  const [a, b] = [normals(), normals()];
  return Table.fromColumns({
    a,
    noise: normals(),
    b,
    u: words(4),
    v: words(2),
    y: a.map((x, i) => x * b[i]!),
  });
}

const train = productTable(800, 1);
const test = productTable(200, 2);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const pair = (a: string, b: string) => ({
  features: [a, b] as [string, string],
  kind: 'numeric' as const,
  score: 1,
});
const layerNames = (model: TabularRegressor) => model.model.layers.map(layer => layer.name);

describe('EnhancedTabularRegressor', () => {
  beforeAll(() => useBackend('wasm'));

  it('builds the interactions that its configuration names, and no others', () => {
    const interactions = (interactionConfig?: object) => {
      const model = new EnhancedTabularRegressor({
        ...small,
        ...(interactionConfig && { interactionConfig }),
      });
      const names = layerNames(model).filter(name =>
        /^interaction_(cross|crossnet|pairs|categories)$/.test(name),
      );
      model.dispose();
      return names.sort();
    };
    const [categories, cross, crossnet, pairs] = ['categories', 'cross', 'crossnet', 'pairs'].map(
      name => `interaction_${name}`,
    );
    expect(interactions()).toEqual([categories, cross, crossnet]);
    expect(interactions(noInteractions)).toEqual([]);
    expect(interactions({ pairs: [pair('a', 'b')] })).toEqual([categories, cross, crossnet, pairs]);
    expect(interactions({ ...noInteractions, useCrossNet: true })).toEqual([crossnet]);
  });

  it('is another network than the base model even without interactions', () => {
    const [base, enhanced] = [
      new TabularRegressor(small),
      new EnhancedTabularRegressor({ ...small, interactionConfig: noInteractions }),
    ];
    expect(layerNames(base)).toContain('encoder_class');
    expect(layerNames(enhanced)).not.toContain('encoder_class');
    expect(layerNames(enhanced)).toContain('head_flatten');
    base.dispose();
    enhanced.dispose();
  });

  it('learns a product sooner with the pair than with another one', async () => {
    const r2 = async (pairs: ReturnType<typeof pair>[]) => {
      const model = new EnhancedTabularRegressor({
        ...small,
        interactionConfig: { ...noInteractions, pairs },
      });
      await model.fit(train, { epochs: 8, batchSize: 50, learningRate: 5e-3 });
      const metrics = await model.evaluate(test);
      model.dispose();
      return metrics.r2;
    };
    const [selected, other] = [await r2([pair('a', 'b')]), await r2([pair('noise', 'b')])];
    expect(selected).toBeGreaterThan(0.8);
    expect(selected).toBeGreaterThan(other);
  });

  it('saves and loads as itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    const model = new EnhancedTabularRegressor({ ...small, interactionConfig: { pairs: [pair('a', 'b')] } });
    await model.fit(train, { epochs: 1 });
    await model.save(folder);
    const loaded = await EnhancedTabularRegressor.load(folder);
    expect(loaded).toBeInstanceOf(EnhancedTabularRegressor);
    expect(loaded.interactionConfig).toEqual(model.interactionConfig);
    expect(await loaded.predict(test)).toEqual(await model.predict(test));
    await expect(TabularRegressor.load(folder)).rejects.toThrow(/expected a saved TabularRegressor/);
    await rm(folder, { recursive: true });
    model.dispose();
    loaded.dispose();
  });

  it('takes the encoder of a pre-trained base model', async () => {
    const pretrained = new MaskedTabularModeling(small);
    await pretrained.fit(train, { epochs: 1 });
    const model = new EnhancedTabularRegressor(small).loadEncoder(pretrained);
    const kernel = (of: MaskedTabularModeling | TabularRegressor) =>
      Array.from(of.model.getLayer('encoder_numeric').getWeights()[0]!.dataSync());
    expect(kernel(model)).toEqual(kernel(pretrained));
    model.dispose();
    pretrained.dispose();
  });

  it('has no attention where nothing is asked for, and that of an encoder which it starts from', async () => {
    const blocks = (of: TabularRegressor | MaskedTabularModeling) =>
      of.model.layers.filter(({ name }) => name.startsWith('encoder_block')).length;
    const { numLayers: _, ...sizes } = small;
    const pretrained = new MaskedTabularModeling({ ...sizes, numLayers: 2 });
    await pretrained.fit(train, { epochs: 1 });
    const model = new EnhancedTabularRegressor(sizes);
    expect(blocks(model)).toBe(0);
    expect(blocks(model.loadEncoder(pretrained))).toBe(2);
    const other = new EnhancedTabularRegressor({ ...sizes, numLayers: 1 });
    expect(() => other.loadEncoder(pretrained)).toThrow(/numLayers: expected 1; received 2/);
    model.dispose();
    pretrained.dispose();
  });

  it('names a pair that the table does not have', () => {
    const model = new EnhancedTabularRegressor({ ...small, interactionConfig: { pairs: [pair('a', 'c')] } });
    expect(() => model.model).toThrow(/column "c"; expected one of a, noise, b, u, v/);
  });

  it('leaves no tensor behind', async () => {
    const run = async () => {
      const model = new EnhancedTabularRegressor({
        ...small,
        interactionConfig: { pairs: [pair('a', 'b')] },
      });
      await model.fit(train, { epochs: 1, validation: test });
      model.dispose();
    };
    await run();
    await noLeakedTensors(run);
  });
});

describe('weights of pairs', () => {
  beforeAll(() => useBackend('wasm'));

  it('are large where a pair tells something, and fade where not', async () => {
    const model = new EnhancedTabularRegressor({
      ...small,
      interactionConfig: {
        ...noInteractions,
        useCatInteractions: true,
        pairs: [pair('a', 'noise'), pair('a', 'b'), pair('noise', 'b')],
      },
    });
    expect(() => model.pairWeights(train)).toThrow('not fitted');
    await noLeakedTensors(async () => {
      await model.fit(train, { epochs: 30, batchSize: 50, learningRate: 5e-3 });
      const weights = await model.pairWeights(train);
      expect(weights.map(({ features }) => features.join()).sort()).toEqual([
        'a,b',
        'a,noise',
        'noise,b',
        'u,v',
      ]);
      expect(weights[0]!.features).toEqual(['a', 'b']);
      expect(weights[0]!.weight).toBeGreaterThan(2 * weights[1]!.weight);
      expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
      model.dispose();
    });
  });
});

it('charges every pair a little for its gate, so that those of no use fade', () => {
  const model = new EnhancedTabularRegressor({
    ...small,
    interactionConfig: { ...noInteractions, pairs: [pair('a', 'noise'), pair('a', 'b')] },
  });
  const penalties = model.model.calculateLosses().map(penalty => penalty.dataSync()[0]!);
  expect(penalties.reduce((sum, penalty) => sum + penalty, 0)).toBeCloseTo(2 * 1e-3, 8);
  model.dispose();
});

describe('createEnhancedModel', () => {
  beforeAll(() => useBackend('wasm'));

  it('selects the pairs from the training table and gives them to the network', async () => {
    const model = await createEnhancedModel({ ...small, trainTable: train, targetCol: 'y' });
    expect(model.interactionConfig.pairs[0]!.features.slice().sort()).toEqual(['a', 'b']);
    expect(model.interactionConfig).toMatchObject({
      lowRankRank: 16,
      crossNetLayers: 2,
      hashSize: 1000,
      dropout: 0.2,
    });
    expect(layerNames(model)).toContain('interaction_pairs');
    model.dispose();
  });

  it('keeps with the model what was found and why, through a file too', async () => {
    const model = await createEnhancedModel({
      ...small,
      trainTable: train,
      interactionConfig: { ...noInteractions, useCatInteractions: true },
      analysis: { topPairs: 3 },
    });
    const { importances, choices } = model.interactionReport!;
    const [first, second] = importances.map(({ feature }) => feature);
    expect([first, second].sort()).toEqual(['a', 'b']);
    expect(choices.find(({ setting }) => setting === 'lowRankRank')!.reason).toMatch(/start/);
    const pairs = choices.find(({ setting }) => setting === 'pairs')!;
    expect(pairs.value).toEqual([]);
    expect(pairs.reason).toMatch(/^given, instead of [1-3] pairs \(/);
    expect(choices.find(({ setting }) => setting === 'useCrossNet')).toMatchObject({
      value: false,
      reason: expect.stringMatching(/^given, instead of true/),
    });
    await model.fit(train, { epochs: 1 });
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    await model.save(folder);
    const loaded = await EnhancedTabularRegressor.load(folder);
    expect(loaded.interactionReport).toEqual(model.interactionReport);
    await rm(folder, { recursive: true });
    loaded.dispose();
    model.dispose();
    expect(new EnhancedTabularRegressor(small).interactionReport).toBeNull();
  });

  it('goes further when asked to, and lets explicit settings win', async () => {
    const model = await createEnhancedModel({
      ...small,
      trainTable: train,
      aggressiveInteractions: true,
      interactionConfig: { lowRankRank: 4 },
    });
    expect(model.interactionConfig).toMatchObject({
      lowRankRank: 4,
      crossNetLayers: 3,
      hashSize: 2000,
      dropout: 0.1,
    });
  });

  it('does without a table', async () => {
    const model = await createEnhancedModel(small);
    expect(model.interactionConfig).toMatchObject({ lowRankRank: 16, crossNetLayers: 2, pairs: [] });
    const aggressive = await createEnhancedModel({ ...small, aggressiveInteractions: true });
    expect(aggressive.interactionConfig).toMatchObject({ lowRankRank: 32, crossNetLayers: 3, pairs: [] });
  });

  it('asks for a target', async () => {
    const unlabelled = SingleRowConfig.generate(train);
    await expect(
      createEnhancedModel({ ...small, modelConfig: unlabelled, trainTable: train }),
    ).rejects.toThrow(/targetCol/);
  });
});

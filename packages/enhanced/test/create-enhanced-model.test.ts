import { createRandom, Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { SingleRowConfig } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createEnhancedModel, EnhancedTabularClassifier, EnhancedTabularRegressor } from '../src';

const random = createRandom(1);
const draw = () => Array.from({ length: 600 }, () => random.normal());
const [a, b, c] = [draw(), draw(), draw()];
const features = Table.fromColumns({ a, b, c });
const signs = a.map((value, row) => (value * b[row]! > 0 ? 1 : 0));
const withTarget = (y: number[] | string[]) => features.withColumn('y', y);
const text = withTarget(signs.map(sign => (sign ? 'same' : 'other')));
const numbers = withTarget(signs);
const sizes = { dModel: 8, headDim: 16, seed: 1 };
const analysis = { nEstimators: 5 };
const configOf = (table: Table, categorical: string[] = []) =>
  SingleRowConfig.generate(table, { target: 'y', categorical });

beforeAll(() => useBackend('wasm'));

describe('createEnhancedModel', () => {
  it('gives a classifier on request, typed as one, which models the pair that tells the classes apart', async () => {
    const model: EnhancedTabularClassifier = await createEnhancedModel({
      ...{ ...sizes, modelConfig: configOf(text), trainTable: text, analysis },
      task: 'classification',
    });
    expect(model).toBeInstanceOf(EnhancedTabularClassifier);
    expect(model.interactionConfig.pairs.map(({ features }) => [...features].sort())).toEqual([['a', 'b']]);
    expect(model.interactionReport!.importances).toHaveLength(3);
    expect(model.interactionReport!.choices.find(({ setting }) => setting === 'pairs')!.reason).toMatch(
      /^1 selected, the first of them (a × b|b × a)$/,
    );
    await model.fit(text, { epochs: 6, batchSize: 50, learningRate: 1e-2 });
    expect(model.classes).toEqual(['other', 'same']);
    expect((await model.evaluate(text)).accuracy).toBeGreaterThan(0.85);
    const [strongest] = await model.pairScores(text);
    expect(strongest).toEqual({ features: expect.arrayContaining(['a', 'b']), score: 1 });
    expect(await model.pairWeights(text)).toEqual([{ features: strongest!.features, weight: 1 }]);
    model.dispose();
  });

  it.each<[string, Parameters<typeof createEnhancedModel>[0]]>([
    ['by its column', { modelConfig: configOf(text), trainTable: text }],
    ['by the configuration alone', { modelConfig: configOf(text) }],
    [
      'by the configuration, of whole numbers',
      { modelConfig: configOf(numbers, ['y']), trainTable: numbers },
    ],
    ['by its column, whatever the configuration knew', { modelConfig: configOf(numbers), trainTable: text }],
    [
      'by a configuration that has been kept as JSON',
      { modelConfig: SingleRowConfig.fromJSON(JSON.parse(JSON.stringify(configOf(text)))) },
    ],
  ])('gives a classifier where the target is categorical: %s', async (_, options) => {
    const model = await createEnhancedModel({ ...sizes, analysis, ...options });
    expect(model).toBeInstanceOf(EnhancedTabularClassifier);
    expect(model.interactionConfig.pairs).toHaveLength(options.trainTable ? 1 : 0);
  });

  it('gives a regressor for numbers, and on request', async () => {
    const options = { ...sizes, analysis, modelConfig: configOf(numbers), trainTable: numbers };
    const model: EnhancedTabularRegressor = await createEnhancedModel(options);
    const asked: EnhancedTabularRegressor = await createEnhancedModel({ ...options, task: 'regression' });
    expect(model).toBeInstanceOf(EnhancedTabularRegressor);
    expect(asked.interactionReport).toEqual(model.interactionReport);
    const coded = { ...options, modelConfig: configOf(numbers, ['y']), task: 'regression' } as const;
    expect(await createEnhancedModel(coded)).toBeInstanceOf(EnhancedTabularRegressor);
  });

  it('refuses a task that there is not, and options of regressors for classes', async () => {
    const modelConfig = configOf(text);
    const task = 'ranking' as 'regression';
    await expect(createEnhancedModel({ modelConfig, task })).rejects.toThrow(
      "task must be one of 'regression', 'classification'; received ranking",
    );
    await expect(
      createEnhancedModel({ modelConfig, task: 'classification', linearPath: true }),
    ).rejects.toThrow('EnhancedTabularClassifier has no option "linearPath"');
  });
});

it('enhanced regressor and classifier build the same interactions, and keep their report', async () => {
  const interactionReport = { importances: [{ feature: 'a', importance: 1 }], choices: [] };
  const interactionConfig = { lowRankRank: 3, pairs: [{ features: ['a', 'b'] as [string, string], kind: 'numeric' as const, score: 1 }] }; // prettier-ignore
  const options = { ...sizes, interactionConfig, interactionReport };
  const regressor = new EnhancedTabularRegressor({ ...options, modelConfig: configOf(numbers) });
  const classifier = new EnhancedTabularClassifier({ ...options, modelConfig: configOf(text) });
  for (const [model, table] of [
    [regressor, numbers],
    [classifier, text],
  ] as const) {
    // prettier-ignore
    await model.fit(table, { epochs: 1 });
    expect(model.interactionReport).toEqual(interactionReport);
  }
  expect(classifier.interactionConfig).toEqual(regressor.interactionConfig);
  const partsOf = (model: { model: { layers: { name: string }[] } }) =>
    model.model.layers.map(({ name }) => name).filter(name => name.startsWith('interaction'));
  expect(partsOf(classifier)).toEqual(partsOf(regressor));
  expect(partsOf(classifier)).toContain('interaction_pairs_gates');
  regressor.dispose();
  classifier.dispose();
});

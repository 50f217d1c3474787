import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder, writeModelFolder } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XGBoostClassifier, XGBoostRegressor } from '../src';
import stored from '../src/xgboost-json/fixtures/kinds.json';
import { plantClasses, plantTable } from './tables';
import { expectPredictions, tableOf, type Kinds } from './xgboost-kinds';

const train = plantTable(300, 1);
const test = plantTable(60, 2);
const all = { iterationRange: [0, 0] } as const;

describe('iterationRange', () => {
  it('predicts with so many rounds of a model trained here, as if it had been trained no longer', async () => {
    const target = { target: 'y' };
    const long = await new XGBoostRegressor({ nEstimators: 12 }).fit(train, target);
    const short = await new XGBoostRegressor({ nEstimators: 5 }).fit(train, target);
    expect(long.numIterations).toBe(12);
    expect(await long.predict(test, { iterationRange: [0, 5] })).toEqual(await short.predict(test));
    expect(await long.predict(test, { iterationRange: [0, 12] })).toEqual(await long.predict(test));
    expect(await long.predict(test, all)).toEqual(await long.predict(test));
    const [some, others] = [{ iterationRange: [0, 5] } as const, { iterationRange: [5, 12] } as const];
    const sums = await long.predict(test, some);
    (await long.predict(test, others)).forEach((value, row) => (sums[row]! += value - long.baseScore));
    (await long.predict(test)).forEach((value, row) => expect(sums[row]).toBeCloseTo(value, 4));
  });

  it('does so of classes, of their probabilities and of explanations', async () => {
    const classes = plantClasses(300, 1, 3);
    const target = { target: 'y' };
    const range = { iterationRange: [0, 4] } as const;
    const long = await new XGBoostClassifier({ nEstimators: 9 }).fit(classes, target);
    const short = await new XGBoostClassifier({ nEstimators: 4 }).fit(classes, target);
    expect(await long.predictProba(test, range)).toEqual(await short.predictProba(test));
    expect(await long.predict(test, range)).toEqual(await short.predict(test));
    expect(await long.shapValues(test, range)).toEqual(await short.shapValues(test));
    expect(await long.shapInteractionValues(test, range)).toEqual(await short.shapInteractionValues(test));
    expect(await long.shapValues(test)).not.toEqual(await short.shapValues(test));
  });

  it.each<[unknown, RegExp]>([
    [[0, 4], /^iterationRange\[1\] must be an integer from 0 to 3; received 4$/],
    [[0, 1.5], /^iterationRange\[1\] must be an integer from 0 to 3; received 1.5$/],
    [[-1, 2], /^iterationRange\[0\] must be an integer from 0 to 1; received -1$/],
    [[2, 2], /^iterationRange\[0\] must be an integer from 0 to 1; received 2$/],
    [[3, 0], /^iterationRange\[0\] must be an integer from 0 to 2; received 3$/],
    [3, /^iterationRange must be a pair of rounds, \[begin, end\]; received 3$/],
    [[3], /^iterationRange must be a pair of rounds, \[begin, end\]; received \[3\]$/],
  ])('is no range of a model of three rounds: %j', async (iterationRange, message) => {
    const model = await new XGBoostRegressor({ nEstimators: 3 }).fit(train, { target: 'y' });
    await expect(model.predict(test, { iterationRange } as object)).rejects.toThrow(message);
    await expect(model.shapValues(test, { iterationRange } as object)).rejects.toThrow(message);
  });
});

describe('a model from a file of XGBoost', () => {
  const { models, ...data } = stored as unknown as Kinds;
  const table = tableOf(data);
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'heph-boosting-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each(models.filter(({ json }) => !/"name":"(multi|binary)/.test(json)))(
    'is the same after save and load, with $name',
    async ({ json, predictions }) => {
      const model = XGBoostRegressor.fromXGBoostJSON(json);
      await model.save(directory);
      const loaded = await XGBoostRegressor.load(directory);
      await expectPredictions(loaded, table, predictions, all);
      expect(await loaded.predict(table)).toEqual(await model.predict(table));
      expect(loaded.toXGBoostJSON()).toBe(model.toXGBoostJSON());
    },
  );

  it('is the same after save and load, where classes start from different scores', async () => {
    const { json } = models.find(({ name }) => name === 'multi:softprob')!;
    const model = XGBoostClassifier.fromXGBoostJSON(json.replace('"5E-1"', '"[5E-1,0E0,-1E0]"'));
    expect(model.baseScores).toEqual([0.5, 0, -1]);
    await model.save(directory);
    const loaded = await XGBoostClassifier.load(directory);
    expect(loaded.baseScores).toEqual([0.5, 0, -1]);
    expect(loaded.toXGBoostJSON()).toBe(model.toXGBoostJSON());
    expect(await loaded.predictProba(table)).toEqual(await model.predictProba(table));
  });

  it.each<[string, object, RegExp]>([
    ['an objective of classes', { objective: 'multi:softprob' }, /objective must be one of reg:squarederror/],
    ['a best round that is none', { bestIteration: -1 }, /bestIteration must be a round; found -1/],
    ['rounds of fewer trees', { rounds: { count: 1, ofTrees: [[0]] } }, /rounds must have one for each/],
    ['rounds that go back', { rounds: { count: 3, ofTrees: [[0, 2, 1]] } }, /rounds must have one for each/],
    [
      'rounds beyond their count',
      { rounds: { count: 2, ofTrees: [[0, 1, 2]] } },
      /rounds must have one for each/,
    ],
    ['scores of more outputs', { baseScores: [1, 2] }, /baseScores must have 1 numbers; it has 2/],
    ['no score', { baseScore: undefined }, /baseScore must be a finite number/],
    [
      'categories that are none',
      {
        features: ['a', 'b', 'c'].map(name => ({ name, kind: 'numeric', codes: { values: ['x'], type: 1 } })),
      },
      /expected "options", "target" and "features"/,
    ],
  ])('does not load with %s', async (_name, change, message) => {
    const { json } = models.find(({ name }) => name === 'reg:gamma')!;
    await XGBoostRegressor.fromXGBoostJSON(json).save(directory);
    const { manifest, files } = await readModelFolder(directory);
    const { files: _, ...rest } = manifest;
    await writeModelFolder(directory, { ...rest, ...change }, files);
    await expect(XGBoostRegressor.load(directory)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(message),
    });
  });
});

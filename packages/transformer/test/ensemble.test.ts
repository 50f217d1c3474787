import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTarget } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularClassifier, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

const train = interactionTable(600, 1);
const test = interactionTable(150, 3);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 16, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const fit = { epochs: 12, batchSize: 50, learningRate: 5e-3, engine: 'eager' as const };

describe('an ensemble in one network', () => {
  beforeAll(() => useBackend('wasm'));

  it('learns, and says where its members disagree', async () => {
    const model = new TabularRegressor({ ...small, ensembleSize: 4 });
    await model.fit(train, fit);
    expect((await model.evaluate(test)).r2).toBeGreaterThan(0.8);

    const { mean, standardDeviation } = await model.predictWithUncertainty(test);
    const predictions = await model.predict(test);
    mean.forEach((value, i) => expect(value).toBeCloseTo(predictions[i]!, 2));
    expect(Math.min(...standardDeviation)).toBeGreaterThan(0);

    // Where no training row was, members know less than where there were many.
    const far = test.withColumn('a', Array<number>(150).fill(8)).withColumn('b', Array<number>(150).fill(-8));
    const spread = async (table: typeof test) => {
      const { standardDeviation: found } = await model.predictWithUncertainty(table);
      return found.reduce((sum, value) => sum + value, 0) / found.length;
    };
    expect(await spread(far)).toBeGreaterThan(2 * (await spread(test)));
    model.dispose();
  });

  it('shares most weights among its members', () => {
    const count = (ensembleSize: number) => {
      const model = new TabularRegressor({ ...small, headLayers: 2, headDim: 64, ensembleSize });
      const params = model.countParams();
      model.dispose();
      return params;
    };
    expect(count(8)).toBeLessThan(1.5 * count(1));
    expect(count(8)).toBeGreaterThan(count(1));
  });

  it('averages the probabilities of classes', async () => {
    const classes = Array.from(requireTarget(train, 'y').values, y => (y > 0 ? 'up' : 'down'));
    const table = train.drop(['y']).withColumn('way', classes);
    const model = new TabularClassifier({
      ...small,
      modelConfig: SingleRowConfig.generate(table, { target: 'way' }),
      ensembleSize: 3,
    });
    await model.fit(table, fit);
    for (const row of await model.predictProba(table))
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect((await model.evaluate(table)).accuracy).toBeGreaterThan(0.85);
    model.dispose();
  });

  it('is saved and loaded, members and all, and leaks nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    await noLeakedTensors(async () => {
      const model = new TabularRegressor({ ...small, ensembleSize: 3 });
      await model.fit(train, { ...fit, epochs: 1 });
      await model.save(folder);
      const loaded = await TabularRegressor.load(folder);
      expect(await loaded.predictWithUncertainty(test)).toEqual(await model.predictWithUncertainty(test));
      model.dispose();
      loaded.dispose();
    });
    await rm(folder, { recursive: true });
  });

  it('has no uncertainty to tell of a single network', async () => {
    const model = new TabularRegressor(small);
    await model.fit(train, { ...fit, epochs: 1 });
    await expect(model.predictWithUncertainty(test)).rejects.toThrow('ensembleSize of 2 or more');
    model.dispose();
  });

  it('learns the same compiled as eagerly', async () => {
    const losses = async (engine: 'eager' | 'compiled') => {
      const model = new TabularRegressor({ ...small, headLayers: 2, dropout: 0.1, ensembleSize: 3 });
      const history = await model.fit(train, { ...fit, epochs: 3, engine });
      model.dispose();
      return history.history['loss']!;
    };
    const [eager, compiled] = [await losses('eager'), await losses('compiled')];
    eager.forEach((loss, i) => expect(compiled[i]! / loss).toBeCloseTo(1, 3));
  });
});

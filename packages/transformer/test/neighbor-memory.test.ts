import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { takeMemory } from '../src/neighbors/memory-tensors';

/** Many small groups of near twins, each group with a level of its own that no smooth function tells. */
function twinTable(numRows: number, seed: number): Table {
  const places = createRandom(99);
  const groups = Array.from({ length: 60 }, () => ({
    x: 3 * places.normal(),
    z: 3 * places.normal(),
    level: 10 * places.normal(),
  }));
  const random = createRandom(seed);
  const rows = Array.from({ length: numRows }, () => {
    const { x, z, level } = groups[random.integer(groups.length)]!;
    const kind = ['old', 'new'][random.integer(2)]!;
    return {
      x: x + 0.02 * random.normal(),
      z: z + 0.02 * random.normal(),
      kind,
      y: level + (kind === 'new' ? 3 : 0) + 0.3 * random.normal(),
    };
  });
  return Table.fromRows(rows);
}

const [train, validation, test] = [twinTable(600, 1), twinTable(200, 2), twinTable(200, 3)];
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const small = { modelConfig, dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const fit = { epochs: 5, batchSize: 50, learningRate: 5e-3, validation, engine: 'eager' as const };

describe('a model that remembers training rows', () => {
  beforeAll(() => useBackend('wasm'));

  it('predicts better where rows have near twins', async () => {
    const mse = async (neighborMemory: boolean) => {
      const model = new TabularRegressor({ ...small, neighborMemory });
      await model.fit(train, fit);
      const { mse } = await model.evaluate(test);
      const share = model.neighborShare;
      model.dispose();
      return { mse, share };
    };
    const [plain, remembering] = [await mse(false), await mse(true)];
    expect(remembering.mse).toBeLessThan(0.5 * plain.mse);
    expect(remembering.share).toBeGreaterThan(0.5);
    expect(plain.share).toBe(0);
  });

  it('predicts a row the same alone as among others, and the same after save and load', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    await noLeakedTensors(async () => {
      const model = new TabularRegressor({ ...small, neighborMemory: true, ensembleSize: 2 });
      await model.fit(train, fit);
      const all = await model.predict(test);
      expect((await model.predict(test.slice(7, 8)))[0]).toBeCloseTo(all[7]!, 3);
      await model.save(folder);
      const loaded = await TabularRegressor.load(folder);
      expect(loaded.neighborShare).toBe(model.neighborShare);
      expect(await loaded.predict(test)).toEqual(all);
      const { mean } = await loaded.predictWithUncertainty(test);
      mean.forEach((value, i) => expect(value).toBeCloseTo(all[i]!, 3));
      model.dispose();
      loaded.dispose();
    });
    await rm(folder, { recursive: true });
  });

  it('remembers the validation rows too after a refit', async () => {
    const fitted = async (refit: boolean) => {
      const model = new TabularRegressor({ ...small, neighborMemory: true });
      await model.fit(train, { ...fit, refit });
      const { mse } = await model.evaluate(validation);
      const share = model.neighborShare;
      model.dispose();
      return { mse, share };
    };
    const [before, after] = [await fitted(false), await fitted(true)];
    expect(after.share).toBe(before.share);
    expect(after.mse).toBeLessThan(before.mse);
  });

  it('gives the neighbours no say where they know nothing', async () => {
    const random = createRandom(5);
    const draw = (count: number) => {
      const a = Array.from({ length: count }, () => random.normal());
      return Table.fromColumns({ a, y: a.map(value => 2 * value + 2 * random.normal()) });
    };
    const [some, held] = [draw(200), draw(200)];
    const model = new TabularRegressor({
      ...small,
      modelConfig: SingleRowConfig.generate(some, { target: 'y' }),
      neighborMemory: true,
    });
    await model.fit(some, { ...fit, epochs: 30, validation: held });
    expect(model.neighborShare).toBeLessThan(0.35);
    model.dispose();
  });

  it('needs validation rows', async () => {
    const { validation: _, ...rest } = fit;
    const model = new TabularRegressor({ ...small, neighborMemory: true });
    await expect(model.fit(train, rest)).rejects.toThrow('neighborMemory needs validation rows');
  });

  it('refuses a file whose memory is not whole', () => {
    const tensor = (name: string, shape: number[]) => ({
      name: `neighbors/${name}`,
      shape,
      values: new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(2),
    });
    const whole = [tensor('keys', [3, 2]), tensor('values', [3])];
    const setting = { name: 'neighbors/setting', shape: [2], values: Float32Array.of(4, 0.5) };
    expect(takeMemory([...whole, setting], 2).memory!.share).toBe(0.5);
    expect(() => takeMemory(whole, 2)).toThrow('remembered setting');
    expect(() => takeMemory([...whole, tensor('setting', [2])], 2)).toThrow('a share from 0 to 1');
    expect(() => takeMemory([...whole, setting], 3)).toThrow('remembered keys');
    expect(() => takeMemory([...whole.slice(1), setting], 2)).toThrow('received none');
  });
});

import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

const table = interactionTable(60, 1);
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
const sizes = { modelConfig, dModel: 8, nHeads: 2, numLayers: 0, pooling: 'flatten' as const, seed: 1 };
const quick = { epochs: 3, batchSize: 20, learningRate: 5e-3, engine: 'eager' as const };

describe('fit as every model takes it', () => {
  beforeAll(() => useBackend('wasm'));

  it('may be told the columns of the configuration, and refuses others', async () => {
    const model = new TabularRegressor(sizes);
    const features = table.columnNames.filter(name => name !== 'y');
    await model.fit(table, { ...quick, target: 'y', features: [...features].reverse() });
    for (const other of [{ target: features[0]! }, { features: features.slice(1) }])
      await expect(model.fit(table, { ...quick, ...other })).rejects.toMatchObject({
        code: 'schema-mismatch',
        message: expect.stringMatching(/^(target|features): expected those of modelConfig, .*; received /),
      });
    model.dispose();
  });

  it.each([false, true])('tells onProgress of every step, which never falls: with refit %s', async refit => {
    const model = new TabularRegressor(sizes);
    const shares: number[] = [];
    const validated: number[] = [];
    const { history } = await model.fit(table, {
      ...quick,
      validation: interactionTable(40, 2),
      refit,
      onProgress: (done, total, news) => {
        shares.push(done / total);
        if (news?.validationLoss !== undefined) validated.push(news.validationLoss);
      },
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThanOrEqual(9);
    expect(shares.at(-1)).toBe(1);
    expect(validated).toEqual(history['val_loss']);
    model.dispose();
  });
});

import { type Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import {
  buildEncoder,
  buildHead,
  type MaskedTabularModeling,
  SingleRowConfig,
  TabularRegressor,
} from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { model as layersModel } from '@tensorflow/tfjs-layers';
import { interactionTable } from './interaction-table';

const table = interactionTable(40, 1);
const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
const sizes = { modelConfig, dModel: 8, nHeads: 2, numLayers: 1, seed: 1 };
const quick = { epochs: 3, batchSize: 20, engine: 'eager' as const };

beforeAll(() => useBackend('wasm'));

describe('a head of your own', () => {
  it.each([{}, { dModel: 16 }, { dModel: 16, pooling: 'flatten' as const, numLayers: 1 }])(
    'stands on buildEncoder with the options that are given: %j',
    options => {
      const encoder = buildEncoder(modelConfig, options);
      const outputs = buildHead(encoder, { units: 2, of: 'values' }, options);
      const network = layersModel({ inputs: encoder.inputs, outputs });
      expect(network.outputs[0]!.shape).toEqual([null, 2]);
      expect(encoder.columns.shape).toEqual([null, 3, 'dModel' in options ? 16 : 128]);
      network.dispose();
    },
  );

  it('needs a configuration', () => {
    for (const config of [{ dModel: 16 }, undefined, null, 'y'])
      expect(() => buildEncoder(config as unknown as SingleRowConfig)).toThrow(
        /^config must be a SingleRowConfig, as generate\(table\) gives; received (an object with \[dModel\]|undefined|null|y)$/,
      );
    expect(() => buildEncoder(modelConfig, { dModel: 0 })).toThrow(/dModel must be a positive integer/);
  });
});

describe('a wrong object is named', () => {
  const rows = [{ a: 1, b: 2, kind: 'low', y: 3 }] as unknown as Table;
  const isTable = /must be a Table; received/;

  it('in place of a table', async () => {
    expect(() => SingleRowConfig.generate(rows)).toThrow(isTable);
    const model = new TabularRegressor(sizes);
    await expect(model.fit(rows, quick)).rejects.toThrow(isTable);
    await expect(model.fit(table, { ...quick, validation: rows })).rejects.toThrow(isTable);
    await model.fit(table, quick);
    await expect(model.predict(rows)).rejects.toThrow(isTable);
    await expect(model.evaluate(rows)).rejects.toThrow(isTable);
    model.dispose();
  });

  it('in place of a pre-trained model', () => {
    for (const wrong of [undefined, {}, new TabularRegressor(sizes)])
      expect(() =>
        new TabularRegressor(sizes).loadEncoder(wrong as unknown as MaskedTabularModeling),
      ).toThrow(/^pretrained must be a MaskedTabularModeling; received (undefined|object)$/);
  });
});

describe('patience', () => {
  const noise = table.withColumn(
    'y',
    Array.from({ length: 40 }, (_, i) => (i % 2) * 100),
  );
  const fit = async (patience: number) => {
    const model = new TabularRegressor(sizes);
    const options = { ...quick, epochs: 12, learningRate: 0.03, validation: noise };
    return model.fit(table, { ...options, patience }).finally(() => model.dispose());
  };

  it('of Infinity never stops, and keeps the best epoch all the same', async () => {
    expect((await fit(1)).stopReason).toBe('early-stopping');
    const { stopReason, epoch, bestEpoch, history } = await fit(Infinity);
    expect(stopReason).toBe('completed');
    expect(epoch).toHaveLength(12);
    expect(history.val_loss![bestEpoch!]).toBe(Math.min(...history.val_loss!));
  });

  it.each([0, -1, 1.5, NaN, -Infinity])('of %p is refused', async patience => {
    await expect(fit(patience)).rejects.toThrow(/^patience must be a positive integer; received/);
  });
});

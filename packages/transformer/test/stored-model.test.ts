import { packModel, type ModelFolder } from '@heph/data';
import { useBackend } from '@heph/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MaskedTabularModeling, TabularRegressor, type TabularRegressorOptions } from '../src';
import { goldenTables, pretrain } from './golden-models';

const { train, rows, modelConfig } = goldenTables('output');
const learn = { epochs: 1, batchSize: 40, engine: 'eager' } as const;
let model: TabularRegressor;

beforeAll(async () => {
  await useBackend('wasm');
  model = new TabularRegressor({ modelConfig, dModel: 4, nHeads: 2, numLayers: 1, headDim: 8 });
  await model.fit(train, learn);
});
afterAll(() => model.dispose());

/** The saved model with another manifest: well-formed, but not what `toFiles` gives. */
function changed(change: (manifest: Record<string, object>) => object): Promise<Uint8Array> {
  const { manifest, files }: ModelFolder = model.toFiles();
  const copy = JSON.parse(JSON.stringify(manifest)) as Record<string, object>;
  return packModel({ ...copy, ...change(copy) }, files);
}

const withOptions = (options: object) =>
  changed(manifest => ({ options: { ...manifest['options'], ...options } }));

describe('options of a saved network', () => {
  it.each<[string, object]>([
    ['TabularRegressor has no option "dropuot": did you mean "dropout"?', { dropuot: 0.2 }],
    ['numLayers must be a non-negative integer; received -1', { numLayers: -1 }],
    ['dModel must be a positive integer; received 4', { dModel: '4' }],
    ['numericScaling must be one of', { numericScaling: 'none' }],
    ['activation must be one of', { activation: 'sine' }],
  ])('are told where they are wrong, with the file: %s', async (message, options) => {
    await expect(TabularRegressor.fromBytes(await withOptions(options))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining(`the given bytes: manifest.json: ${message}`),
    });
  });

  it.each<[Partial<TabularRegressorOptions>]>([
    [{ dModel: 4_000_000_000 }],
    [{ feedForwardDim: 4_000_000_000 }],
    [{ headDim: 4_000_000_000 }],
    [{ numLayers: 1_000_000_000 }],
    [{ headLayers: 1_000_000_000 }],
  ])('do not ask for more memory than the weights have: %j', async options => {
    const [name] = Object.keys(options);
    await expect(TabularRegressor.fromBytes(await withOptions(options))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(new RegExp(`manifest\\.json: ${name} must be .* stored weight`)),
    });
  });

  it('go with its columns', async () => {
    const bytes = await changed(manifest => ({
      inputs: { ...manifest['inputs'], standardizations: [] },
    }));
    await expect(TabularRegressor.fromBytes(bytes)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining('expected the scaling of each numeric column'),
    });
  });
});

describe('a pre-trained model that was saved', () => {
  it('gives its encoder to the same bits, and goes on to be saved', async () => {
    const { model: pretrained } = await pretrain('eager');
    const loaded = await MaskedTabularModeling.fromBytes(await pretrained.toBytes());
    expect(loaded.options).toEqual(pretrained.options);
    expect(loaded.toFiles()).toEqual(pretrained.toFiles());
    const predictions = [];
    for (const source of [pretrained, loaded]) {
      const started = new TabularRegressor({ modelConfig, headDim: 8, seed: 1 }).loadEncoder(source);
      await started.fit(train, learn);
      predictions.push(await started.predict(rows));
      started.dispose();
      source.dispose();
    }
    expect(predictions[1]).toEqual(predictions[0]);
  });

  it('is refused before it is fitted, and as another class', async () => {
    const unfitted = new MaskedTabularModeling({ modelConfig, dModel: 4, nHeads: 2 });
    await expect(unfitted.toBytes()).rejects.toMatchObject({ code: 'not-fitted' });
    await expect(MaskedTabularModeling.fromBytes(await model.toBytes())).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'the given bytes: expected a saved MaskedTabularModeling; received a TabularRegressor',
    });
  });
});

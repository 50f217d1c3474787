import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import { MaskedTabularModeling, SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

/** Columns that give each other away: b = 2a, kind = the sign of a. */
function redundantTable(numRows: number, seed: number): Table {
  const random = createRandom(seed);
  const a = Array.from({ length: numRows }, () => random.normal());
  return Table.fromColumns({
    a,
    b: a.map(value => 2 * value),
    kind: a.map(value => (value > 0 ? 'plus' : 'minus')),
  });
}

const sizes = { dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 3 };

describe('MaskedTabularModeling', () => {
  beforeAll(() => useBackend('wasm'));

  it('learns to guess hidden cells from the rest of the row', async () => {
    const [train, validation] = [redundantTable(400, 1), redundantTable(100, 2)];
    const model = new MaskedTabularModeling({ modelConfig: SingleRowConfig.generate(train), ...sizes });
    const { history } = await model.fit(train, { validation, epochs: 30, batchSize: 50, learningRate: 5e-3 });
    // Knowing nothing costs about 2/3 · 1 + 1/3 · ln 2 = 0.9.
    expect(Math.min(...history.val_loss!)).toBeLessThan(0.2);
    model.dispose();
  });

  it('learns by the logarithm of errors, too', async () => {
    const [train, validation] = [redundantTable(400, 1), redundantTable(100, 2)];
    const modelConfig = SingleRowConfig.generate(train);
    const model = new MaskedTabularModeling({ modelConfig, ...sizes, numericLoss: 'logSquaredError' });
    const { history } = await model.fit(train, { validation, epochs: 30, batchSize: 50, learningRate: 5e-3 });
    // Knowing nothing costs 2/3 · ln 1 + 1/3 · ln 2 = 0.23.
    expect(Math.min(...history.val_loss!)).toBeLessThan(-0.8);
    model.dispose();
  });

  it('hands its encoder to a regressor', async () => {
    const table = interactionTable(200, 1);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const pretrained = new MaskedTabularModeling({ modelConfig, ...sizes });
    await pretrained.fit(table, { epochs: 1 });
    const [cold, warm] = [1, 2].map(() => new TabularRegressor({ modelConfig, ...sizes }));
    warm!.loadEncoder(pretrained);
    const weight = (model: TabularRegressor | MaskedTabularModeling) =>
      Array.from(model.model.getLayer('encoder_block_0').getWeights()[0]!.dataSync());
    expect(weight(warm!)).toEqual(weight(pretrained));
    expect(weight(cold!)).not.toEqual(weight(pretrained));
    pretrained.dispose();
    const losses = await Promise.all(
      [cold!, warm!].map(async model => (await model.fit(table, { epochs: 1 })).history.loss![0]),
    );
    expect(losses[0]).not.toBe(losses[1]);
    cold!.dispose();
    warm!.dispose();
  });

  it('leaves the encoder as it was pre-trained, where it is to learn at a rate of 0', async () => {
    const table = interactionTable(100, 1);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const pretrained = new MaskedTabularModeling({ modelConfig, ...sizes, numericLoss: 'logSquaredError' });
    await pretrained.fit(table, { epochs: 1 });
    const model = new TabularRegressor({ modelConfig, ...sizes }).loadEncoder(pretrained);
    const encoder = (of: TabularRegressor | MaskedTabularModeling) =>
      of.model.layers
        .filter(({ name }) => name.startsWith('encoder_'))
        .flatMap(layer => layer.trainableWeights.map(weight => Array.from(weight.read().dataSync())));
    const fit = (encoderLearningRate: number) =>
      model.fit(table, { epochs: 2, weights: 'raw', encoderLearningRate });
    const first = (await fit(0)).history.loss!;
    expect(first[1]).not.toBe(first[0]);
    expect(encoder(model)).toEqual(encoder(pretrained));
    await fit(1e-4);
    expect(encoder(model)).not.toEqual(encoder(pretrained));
    await expect(fit(-1)).rejects.toThrow(
      /encoderLearningRate must be a finite number of at least 0; received -1/,
    );
    pretrained.dispose();
    model.dispose();
  });

  it('gives its sizes to a model that was given none, for good', async () => {
    const table = interactionTable(60, 1);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const pretrained = new MaskedTabularModeling({ modelConfig, ...sizes });
    await pretrained.fit(table, { epochs: 1 });
    // What is undefined was not given.
    const unset = { dModel: undefined } as unknown as object;
    const model = new TabularRegressor({ modelConfig, headDim: 8, ...unset });
    const ownParams = model.countParams();
    model.loadEncoder(pretrained);
    expect(model.countParams()).toBeLessThan(ownParams);
    await model.fit(table, { epochs: 1 });
    const folder = await mkdtemp(join(tmpdir(), 'heph-'));
    await model.save(folder);
    const loaded = await TabularRegressor.load(folder);
    expect(await loaded.predict(table)).toEqual(await model.predict(table));
    await rm(folder, { recursive: true });
    [pretrained, model, loaded].forEach(of => of.dispose());
  });

  it('says where an encoder does not fit', async () => {
    const table = interactionTable(60, 1);
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const pretrained = new MaskedTabularModeling({ modelConfig, ...sizes });
    const load = (options: object) =>
      new TabularRegressor({ modelConfig, ...sizes, ...options }).loadEncoder(pretrained);
    expect(() => load({})).toThrow(expect.objectContaining({ code: 'not-fitted' }));
    await pretrained.fit(table, { epochs: 1 });
    expect(() => load({ dModel: 8 })).toThrow(/dModel: expected 8; received 16/);
    const fewer = SingleRowConfig.generate(table.drop(['b']), { target: 'y' });
    expect(() => load({ modelConfig: fewer })).toThrow(
      /numeric columns: expected \["a"\]; received \["a","b"\]/,
    );
    pretrained.dispose();
  });

  it('leaves no tensor behind', async () => {
    const table = redundantTable(100, 1);
    const run = async () => {
      const model = new MaskedTabularModeling({ modelConfig: SingleRowConfig.generate(table), ...sizes });
      await model.fit(table, { validation: table, epochs: 2 });
      model.dispose();
    };
    await run();
    await noLeakedTensors(run);
  });

  it.each([0, 1, -0.1, NaN])('refuses, when it is made, a mask rate of %p', maskRate => {
    const modelConfig = SingleRowConfig.generate(redundantTable(10, 1));
    expect(() => new MaskedTabularModeling({ modelConfig, maskRate })).toThrow(
      new RangeError(`maskRate must be above 0 and below 1; received ${maskRate}`),
    );
  });

  it.each([1, 2, 3])('has no verdict by %i validation rows of which no cell is hidden', async numRows => {
    const table = redundantTable(60, 1);
    // So rarely that of a few rows nothing is hidden, of a table something.
    const options = { ...sizes, modelConfig: SingleRowConfig.generate(table), maskRate: 0.02 };
    const model = new MaskedTabularModeling(options);
    const fit = { epochs: 6, batchSize: 20, patience: 1 };
    const history = await model.fit(table, { ...fit, validation: table.slice(0, numRows) });
    expect(history).toMatchObject({ stopReason: 'completed', bestEpoch: 5, bestWeights: 'average' });
    expect(history.history).not.toHaveProperty('val_loss');
    model.dispose();
  });

  it('judges by the blocks of validation rows in which something is hidden, and by no others', async () => {
    const table = redundantTable(1025, 1).drop(['kind']);
    const model = new MaskedTabularModeling({ ...sizes, modelConfig: SingleRowConfig.generate(table) });
    const judged = async (validation: Table, seed: number) => {
      const { history } = await model.fit(table.slice(0, 50), {
        validation,
        epochs: 1,
        seed,
        weights: 'raw',
      });
      return history.val_loss![0]!;
    };
    // The last row is a block of its own: with some seeds nothing of it is hidden, and it must change nothing.
    const losses: boolean[] = [];
    for (const seed of [0, 1, 2])
      losses.push((await judged(table, seed)) === (await judged(table.slice(0, 1024), seed)));
    expect(new Set(losses)).toEqual(new Set([true, false]));
    model.dispose();
  });

  it('refuses a loss that it does not know', async () => {
    const table = redundantTable(10, 1);
    const numericLoss = 'absoluteError' as 'squaredError';
    const model = new MaskedTabularModeling({ modelConfig: SingleRowConfig.generate(table), numericLoss });
    await expect(model.fit(table)).rejects.toThrow(
      /numericLoss must be one of 'squaredError', 'logSquaredError'; received absoluteError/,
    );
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accuracy, logLoss, readModelFolder, rocAuc, writeModelFolder, type Table } from '@heph/data';
import { noLeakedTensors, useBackend } from '@heph/testing';
import {
  MaskedTabularModeling,
  SingleRowConfig,
  TabularClassifier,
  TabularRegressor,
  type ClassifierFitOptions,
  type EngineName,
} from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { classTable } from './class-table';
import { interactionTable } from './interaction-table';

let folder: string;
beforeAll(async () => {
  await useBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
});
afterAll(() => rm(folder, { recursive: true }));

const train = classTable(600, 1, 3);
const validation = classTable(150, 2, 3);
const test = classTable(150, 3, 3);
const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
const sizes = { dModel: 16, nHeads: 2, numLayers: 1, dropout: 0, seed: 1 };
const quick: ClassifierFitOptions = { epochs: 2, batchSize: 100, learningRate: 5e-3 };
const truthOf = (table: Table) => table.toRows().map(({ y }) => y as string);

describe.each([2, 3] as const)('TabularClassifier of %s classes', numClasses => {
  const table = classTable(600, 1, numClasses);
  const held = classTable(150, 3, numClasses);
  let model: TabularClassifier;
  beforeAll(async () => {
    model = new TabularClassifier({
      modelConfig: SingleRowConfig.generate(table, { target: 'y' }),
      ...sizes,
    });
    await model.fit(table, {
      epochs: 30,
      batchSize: 50,
      learningRate: 5e-3,
      validation: classTable(150, 2, numClasses),
    });
  });
  afterAll(() => model.dispose());

  it('learns, and gives each class a probability', async () => {
    expect(model.classes).toEqual(
      ['minus', 'nil', 'plus'].filter(name => numClasses === 3 || name !== 'nil'),
    );
    const rows = await model.predictProba(held);
    expect(rows).toHaveLength(150);
    for (const row of rows) {
      expect(row).toBeInstanceOf(Float32Array);
      expect(row).toHaveLength(numClasses);
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    }
    const predicted = await model.predict(held);
    predicted.forEach((name, i) => expect(rows[i]![model.classes.indexOf(name)]).toBe(Math.max(...rows[i]!)));
    expect(accuracy(truthOf(held), predicted)).toBeGreaterThan(0.8);
  });

  it('is judged by accuracy, log loss and, of two classes, the area under the curve', async () => {
    const rows = await model.predictProba(held);
    const places = truthOf(held).map(name => model.classes.indexOf(name));
    const metrics = await model.evaluate(held);
    expect(metrics.accuracy).toBe(accuracy(truthOf(held), await model.predict(held)));
    expect(metrics.logLoss).toBe(logLoss(places, rows));
    if (numClasses === 2)
      expect(metrics.rocAuc).toBe(
        rocAuc(
          places,
          rows.map(row => row[1]!),
        ),
      );
    else expect(metrics).not.toHaveProperty('rocAuc');
    const ofOneClass = held.take(places.flatMap((place, row) => (place === 0 ? [row] : [])));
    expect(await model.evaluate(ofOneClass)).not.toHaveProperty('rocAuc');
  });

  it('saves and loads', async () => {
    const directory = join(folder, `model-${numClasses}`);
    await model.save(directory);
    const loaded = await TabularClassifier.load(directory);
    expect(await loaded.predictProba(held)).toEqual(await model.predictProba(held));
    expect(loaded.classes).toEqual(model.classes);
    loaded.dispose();
    await expect(TabularRegressor.load(directory)).rejects.toThrow(
      /expected a saved TabularRegressor; received a TabularClassifier/,
    );
    const { manifest, files } = await readModelFolder(directory);
    for (const classes of [null, ['a'], ['a', 'a'], ['a', 'b', 'c', 'd']]) {
      await writeModelFolder(directory, { ...manifest, target: { classes } }, files);
      await expect(TabularClassifier.load(directory)).rejects.toMatchObject({ code: 'invalid-file' });
    }
  });
});

describe('TabularClassifier', () => {
  it('stops early by log loss, and keeps the epoch that has the least', async () => {
    const model = new TabularClassifier({ modelConfig, ...sizes });
    const names = truthOf(validation);
    const shuffled = validation.withColumn(
      'y',
      names.map((_, i) => names[(i * 7) % 150]!),
    );
    const { history, bestEpoch, stopReason } = await model.fit(train, {
      ...quick,
      epochs: 60,
      learningRate: 0.02,
      patience: 2,
      validation: shuffled,
    });
    expect(stopReason).toBe('early-stopping');
    const { logLoss, accuracy } = await model.evaluate(shuffled);
    expect(logLoss).toBeCloseTo(Math.min(...history.val_loss!), 5);
    expect(accuracy).toBeCloseTo(history.val_accuracy![bestEpoch!]!, 10);
    model.dispose();
  });

  it('goes step by step compiled as it does eagerly', async () => {
    const losses = async (engine: EngineName) => {
      const model = new TabularClassifier({ modelConfig, ...sizes });
      const { history, engine: used } = await model.fit(train, { ...quick, engine });
      model.dispose();
      expect(used.name).toBe(engine);
      return history.loss!;
    };
    const [eager, compiled] = [await losses('eager'), await losses('compiled')];
    compiled.forEach((loss, i) => expect(loss / eager[i]!).toBeCloseTo(1, 4));
  });

  it('takes integers and booleans for classes, numbers in order of size', async () => {
    const classesOf = async (labels: (number | boolean | string)[]) => {
      const table = train.withColumn('y', labels as string[]);
      const model = new TabularClassifier({ modelConfig, ...sizes });
      await model.fit(table, { ...quick, epochs: 1 });
      const [classes, predicted] = [model.classes, await model.predict(table)];
      model.dispose();
      expect(predicted.every(name => classes.includes(name))).toBe(true);
      return classes;
    };
    expect(await classesOf(truthOf(train).map((_, i) => [10, 9, -1][i % 3]!))).toEqual(['-1', '9', '10']);
    expect(await classesOf(truthOf(train).map((_, i) => i % 2 === 0))).toEqual(['false', 'true']);
  });

  it('has as many outputs as the classes of its last fit', async () => {
    const model = new TabularClassifier({ modelConfig, ...sizes });
    expect(() => model.model).toThrow(expect.objectContaining({ code: 'not-fitted' }));
    expect(() => model.classes).toThrow(/this TabularClassifier is not fitted yet/);
    await model.fit(train, { ...quick, epochs: 1 });
    await model.predict(test);
    expect(model.model.outputs[0]!.shape).toEqual([null, 3]);
    const two = train.withColumn(
      'y',
      truthOf(train).map(name => (name === 'nil' ? 'plus' : name)),
    );
    await model.fit(two, { ...quick, epochs: 1 });
    expect(model.model.outputs[0]!.shape).toEqual([null, 2]);
    const fresh = new TabularClassifier({ modelConfig, ...sizes });
    await fresh.fit(two, { ...quick, epochs: 1 });
    expect(await model.predictProba(test)).toEqual(await fresh.predictProba(test));
    fresh.dispose();
    model.dispose();
  });

  it('starts from a pre-trained encoder', async () => {
    const pretrained = new MaskedTabularModeling({ modelConfig, ...sizes });
    await pretrained.fit(train, { epochs: 1 });
    const losses = await Promise.all(
      [false, true].map(async warm => {
        const model = new TabularClassifier({ modelConfig, ...sizes });
        if (warm) model.loadEncoder(pretrained);
        const { history } = await model.fit(train, {
          ...quick,
          epochs: 1,
          learningRate: 1e-12,
          batchSize: 600,
        });
        const kernel = Array.from(model.model.getLayer('encoder_block_0').getWeights()[0]!.dataSync());
        model.dispose();
        return { loss: history.loss![0], kernel };
      }),
    );
    const kernel = Array.from(pretrained.model.getLayer('encoder_block_0').getWeights()[0]!.dataSync());
    losses[1]!.kernel.forEach((value, i) => expect(value).toBeCloseTo(kernel[i]!, 6));
    expect(losses[0]!.kernel).not.toEqual(losses[1]!.kernel);
    pretrained.dispose();
  });

  it('goes on from a checkpoint', async () => {
    const fit = async (name: string, options: ClassifierFitOptions = {}) => {
      const model = new TabularClassifier({ modelConfig, ...sizes, dropout: 0.2 });
      await model.fit(train, {
        ...quick,
        epochs: 3,
        validation,
        checkpointDir: join(folder, name),
        ...options,
      });
      const weights = model.model.getWeights().map(weight => Array.from(weight.dataSync()));
      model.dispose();
      return weights;
    };
    const controller = new AbortController();
    const stop = { onEpochEnd: () => controller.abort() };
    const half = await fit('half', { signal: controller.signal, callbacks: stop });
    const whole = await fit('whole');
    expect(half).not.toEqual(whole);
    expect(await fit('half')).toEqual(whole);
  });

  it('leaves nothing when disposed of', async () => {
    const run = async () => {
      const model = new TabularClassifier({ modelConfig, ...sizes });
      await model.fit(train, { ...quick, validation });
      const { numTensors } = tf.memory();
      await model.fit(train, { ...quick, epochs: 1, validation });
      await model.predict(test);
      expect(tf.memory().numTensors).toBe(numTensors);
      model.dispose();
    };
    await run();
    await noLeakedTensors(run);
  });

  it.each<[string, () => Table, ClassifierFitOptions, RegExp]>([
    [
      'one class',
      () => train.withColumn('y', Array(600).fill('a')),
      {},
      /"y": expected at least two classes; found only "a"/,
    ],
    [
      'a row without a class',
      () => train.withColumn('y', ['a', null, ...Array(598).fill('b')]),
      {},
      /"y", row 2: expected a class; found a missing value/,
    ],
    [
      'quantities',
      () => interactionTable(60, 1),
      {},
      /"y", row 1: expected a class \(text, a boolean or an integer\); found \d+\.\d+/,
    ],
    ['no target column', () => train.drop(['y']), {}, /no column "y"/],
    [
      'a class that only the validation rows have',
      () => train,
      { validation: validation.withColumn('y', ['plus', 'strange', ...truthOf(validation).slice(2)]) },
      /validation: column "y", row 2: expected one of the classes \[minus, nil, plus\]; found "strange"/,
    ],
  ])('refuses %s', async (_what, table, options, message) => {
    const model = new TabularClassifier({ modelConfig, ...sizes });
    await expect(model.fit(table(), { ...quick, ...options })).rejects.toThrow(message);
    await expect(model.predict(train)).rejects.toMatchObject({ code: 'not-fitted' });
  });
});

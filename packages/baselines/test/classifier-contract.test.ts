import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accuracy, createRandom, readModelFolder, type Table, writeModelFolder } from '@heph/data';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Classifier,
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  XGBoostClassifier,
} from '../src';
import { plantClasses } from './tables';

interface Case {
  name: string;
  create: () => Classifier;
  /** Weights are to act as repetition does: no row may be drawn at random. */
  createWithoutDraws: () => Classifier;
  load: (directory: string) => Promise<Classifier>;
}

const cases: Case[] = [
  {
    name: 'LogisticRegression',
    create: () => new LogisticRegression(),
    createWithoutDraws: () => new LogisticRegression(),
    load: LogisticRegression.load,
  },
  {
    name: 'RandomForestClassifier',
    create: () => new RandomForestClassifier({ nEstimators: 20 }),
    createWithoutDraws: () =>
      new RandomForestClassifier({ nEstimators: 1, maxDepth: 4, bootstrap: false, maxFeatures: 4 }),
    load: RandomForestClassifier.load,
  },
  {
    name: 'XGBoostClassifier',
    create: () => new XGBoostClassifier({ nEstimators: 20, subsample: 0.9 }),
    createWithoutDraws: () => new XGBoostClassifier({ nEstimators: 5 }),
    load: XGBoostClassifier.load,
  },
];

const target = { target: 'y' };
const truthOf = (table: Table) => table.toRows().map(({ y }) => y as string);
const largestDifference = (found: readonly Float32Array[], expected: readonly Float32Array[]) =>
  Math.max(...found.flatMap((row, i) => Array.from(row, (p, k) => Math.abs(p - expected[i]![k]!))));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'heph-classifiers-'));
});
afterAll(() => rm(directory, { recursive: true }));

const bySize = cases.flatMap(item => [2, 3].map(numClasses => ({ ...item, numClasses })));

describe.each(bySize)('$name of $numClasses classes', ({ name, numClasses, ...make }) => {
  const { create, createWithoutDraws, load } = make;
  const train = plantClasses(400, 1, numClasses);
  const test = plantClasses(150, 2, numClasses);
  const fitted = () => create().fit(train, target);

  it('beats the most frequent class on other rows, with probabilities that sum to 1', async () => {
    const model = await fitted();
    expect(model.classes).toEqual(Array.from({ length: numClasses }, (_, i) => `class ${i}`));
    const probabilities = await model.predictProba(test);
    for (const row of probabilities) {
      expect(row).toBeInstanceOf(Float32Array);
      expect(row).toHaveLength(numClasses);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }
    const predictions = await model.predict(test);
    expect(accuracy(truthOf(test), predictions)).toBeGreaterThan(0.75);
    predictions.forEach((label, i) => {
      const row = probabilities[i]!;
      expect(row[model.classes.indexOf(label)]).toBe(Math.max(...row));
    });
  });

  it('gives each row the same, whatever comes with it', async () => {
    const model = await fitted();
    const all = await model.predictProba(test);
    const order = createRandom(4).permutation(test.numRows);
    expect(await model.predictProba(test.take(order))).toEqual(Array.from(order, row => all[row]));
    expect(await model.predictProba(test.slice(17, 18))).toEqual([all[17]]);
    expect(await model.predict(test.slice(0, 0))).toEqual([]);
  });

  it('is the same after every fit with one seed', async () => {
    const first = await (await fitted()).predictProba(test);
    expect(await (await fitted()).predictProba(test)).toEqual(first);
  });

  it('counts a row of weight k as k rows, and one of weight 0 as none, whatever its class', async () => {
    const sampleWeight = Array.from({ length: train.numRows }, (_, row) => row % 4);
    const strange = train.withColumn(
      'y',
      truthOf(train).map((label, row) => (row % 4 === 0 ? 'unheard of' : label)),
    );
    const repeated = train.take(sampleWeight.flatMap((weight, row) => new Array<number>(weight).fill(row)));
    const weighted = await createWithoutDraws().fit(strange, { ...target, sampleWeight });
    const expected = await createWithoutDraws().fit(repeated, target);
    const found = await weighted.predictProba(test);
    expect(largestDifference(found, await expected.predictProba(test))).toBeLessThan(1e-5);
  });

  it('ranks features by importances that sum to 1', async () => {
    const importances = (await fitted()).featureImportances;
    expect(importances[0]!.feature).toBe('power');
    expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
  });

  it('takes numbers for classes, in order of size', async () => {
    const years = train.withColumn(
      'y',
      truthOf(train).map(label => [9, 10, 11][Number(label.at(-1))]!),
    );
    const model = await create().fit(years, target);
    expect(model.classes).toEqual(['9', '10', '11'].slice(0, numClasses));
    expect(await model.predictProba(test)).toEqual(await (await fitted()).predictProba(test));
  });

  it('comes back from a folder as it was', async () => {
    const model = await fitted();
    const folder = join(directory, `${name}-${numClasses}`);
    await model.save(folder);
    const loaded = await load(folder);
    expect(await loaded.predictProba(test)).toEqual(await model.predictProba(test));
    expect(loaded.classes).toEqual(model.classes);
    expect(loaded.featureImportances).toEqual(model.featureImportances);
    expect(loaded.countParams()).toBe(model.countParams());

    const { manifest, files } = await readModelFolder(folder);
    for (const classes of [null, ['a'], ['a', 'a', 'b'], ['a', 'b', 'c', 'd']]) {
      const changed = join(directory, `${name}-${numClasses}-changed`);
      await writeModelFolder(changed, { ...manifest, classes }, files);
      await expect(load(changed)).rejects.toMatchObject({ code: 'invalid-file' });
    }
  });

  it('refuses folders of another kind', async () => {
    const folder = join(directory, 'linear');
    await (await new LinearRegression().fit(train, { target: 'power', features: ['noise'] })).save(folder);
    await expect(load(folder)).rejects.toMatchObject({ code: 'invalid-file' });
  });

  it('refuses what needs a fit, before fit', async () => {
    const notFitted = { code: 'not-fitted', message: `this ${name} is not fitted yet: call fit first` };
    await expect(create().predict(test)).rejects.toMatchObject(notFitted);
    await expect(create().predictProba(test)).rejects.toMatchObject(notFitted);
    expect(() => create().classes).toThrow(notFitted.message);
  });

  it.each<[string, Table, RegExp]>([
    ['one class', train.withColumn('y', new Array<string>(400).fill('a')), /two classes; found only "a"/],
    [
      'a missing class',
      train.withColumn('y', ['a', 'b', null, ...new Array<string>(397).fill('a')]),
      /"y", row 3: expected a class; found a missing value/,
    ],
    ['no target', train.drop(['y']), /missing \[y\]/],
    ['one row', train.slice(0, 1), /at least 2 rows; received 1/],
  ])('refuses %s', async (_name, table, message) => {
    await expect(create().fit(table, target)).rejects.toThrow(message);
  });

  it('stops at a signal and stays as it was', async () => {
    const model = await fitted();
    const before = await model.predict(test);
    const signal = AbortSignal.abort('enough');
    await expect(model.fit(test, { ...target, signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(await model.predict(test)).toEqual(before);
  });
});

import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '@heph/baselines';
import { packModel, type Table, writeModelFolder } from '@heph/data';
import { useBackend } from '@heph/testing';
import { MaskedTabularModeling, TabularClassifier, TabularRegressor } from '@heph/transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { EnhancedTabularClassifier, EnhancedTabularRegressor, loadModel, type LoadedModel } from '../src';
import { goldenTables } from './golden-models';

const numbers = goldenTables('output');
const classes = goldenTables('state');
const sizes = { dModel: 4, nHeads: 2, numLayers: 1, headDim: 8 };
const learn = { epochs: 1, batchSize: 40, engine: 'eager' } as const;
const output = { target: 'output' };
const state = { target: 'state' };

async function fitted<Model extends { fit(table: Table, options: typeof learn): Promise<unknown> }>(
  model: Model,
  table: Table,
): Promise<Model> {
  await model.fit(table, learn);
  return model;
}

/** Every class, fitted. */
const models: [abstract new (...args: never[]) => LoadedModel, () => Promise<LoadedModel>][] = [
  [LinearRegression, () => new LinearRegression({ ridge: 1 }).fit(numbers.train, output)],
  [LogisticRegression, () => new LogisticRegression().fit(classes.train, state)],
  [
    RandomForestRegressor,
    () => new RandomForestRegressor({ nEstimators: 3, oobScore: true }).fit(numbers.train, output),
  ],
  [RandomForestClassifier, () => new RandomForestClassifier({ nEstimators: 3 }).fit(classes.train, state)],
  [XGBoostRegressor, () => new XGBoostRegressor({ nEstimators: 3 }).fit(numbers.train, output)],
  [XGBoostClassifier, () => new XGBoostClassifier({ nEstimators: 3 }).fit(classes.train, state)],
  [
    TabularRegressor,
    () => fitted(new TabularRegressor({ modelConfig: numbers.modelConfig, ...sizes }), numbers.train),
  ],
  [
    TabularClassifier,
    () => fitted(new TabularClassifier({ modelConfig: classes.modelConfig, ...sizes }), classes.train),
  ],
  [
    EnhancedTabularRegressor,
    () => fitted(new EnhancedTabularRegressor({ modelConfig: numbers.modelConfig, ...sizes }), numbers.train),
  ],
  [
    EnhancedTabularClassifier,
    () =>
      fitted(new EnhancedTabularClassifier({ modelConfig: classes.modelConfig, ...sizes }), classes.train),
  ],
  [
    MaskedTabularModeling,
    () => fitted(new MaskedTabularModeling({ modelConfig: numbers.modelConfig, ...sizes }), numbers.train),
  ],
];

let directory: string;
let host: Server;

beforeAll(async () => {
  await useBackend('wasm');
  directory = await fs.mkdtemp(join(tmpdir(), 'heph-load-'));
  host = createServer((request, response) => {
    fs.readFile(join(directory, request.url!)).then(
      content => response.writeHead(200).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const model of await Promise.all(kept.values())) if ('dispose' in model) model.dispose();
  host.close();
  await fs.rm(directory, { recursive: true });
});

const kept = new Map<string, Promise<LoadedModel>>();

/** A class's model, fitted once. */
function modelOf(modelClass: { name: string }, fit: () => Promise<LoadedModel>): Promise<LoadedModel> {
  const made = kept.get(modelClass.name) ?? fit();
  kept.set(modelClass.name, made);
  return made;
}

/** All that a model says of rows. */
async function saysOf(model: LoadedModel): Promise<unknown> {
  if ('predictProba' in model)
    return [await model.predict(classes.rows), await model.predictProba(classes.rows)];
  return 'predict' in model ? model.predict(numbers.rows) : model.toFiles();
}

/** A folder's files as a zip tool packs them. */
async function zipped(folder: string): Promise<Uint8Array> {
  const names = await fs.readdir(folder);
  const files = await Promise.all(
    names.map(
      async name => [`model/${name}`, Uint8Array.from(await fs.readFile(join(folder, name)))] as const,
    ),
  );
  return zipSync(Object.fromEntries(files), { level: 6 });
}

describe('loadModel gives back what was saved, from a folder, an address, bytes and a zip file', () => {
  it.each(models)('%p', async (modelClass, fit) => {
    const model = await modelOf(modelClass, fit);
    const said = await saysOf(model);
    const folder = join(directory, modelClass.name);
    await model.save(folder);
    const address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/${modelClass.name}`;
    for (const source of [folder, address, await model.toBytes(), await zipped(folder)]) {
      const loaded = await loadModel(source);
      expect(loaded.constructor).toBe(modelClass);
      expect(loaded).toHaveProperty('options', model.options);
      expect(await saysOf(loaded)).toEqual(said);
      expect(loaded.toFiles().files).toEqual(model.toFiles().files);
      if ('dispose' in loaded) loaded.dispose();
    }
  });

  it('also from bytes that were made without Node.js, as in a browser', async () => {
    const model = await new LinearRegression().fit(numbers.train, output);
    const bytes = await model.toBytes();
    const { getBuiltinModule } = process;
    process.getBuiltinModule = undefined as never;
    try {
      expect(await model.toBytes()).toEqual(bytes);
      expect(await saysOf(await loadModel(bytes))).toEqual(await saysOf(model));
    } finally {
      process.getBuiltinModule = getBuiltinModule;
    }
  });
});

describe('loadModel refuses', () => {
  it('a folder without a model', async () => {
    await expect(loadModel(join(directory, 'nothing'))).rejects.toMatchObject({ code: 'invalid-file' });
  });

  it('a folder of something else, saying what that is', async () => {
    const folder = join(directory, 'checkpoint');
    await writeModelFolder(folder, { format: 'heph-training-checkpoint' }, {});
    await expect(loadModel(folder)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/one of LinearRegression, .*; found a manifest without a kind, of the/),
    });
  });

  it('a class that there is none of', async () => {
    await expect(loadModel(await packModel({ kind: 'Oracle' }, {}))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining('found the kind "Oracle"'),
    });
  });

  it.each(models)('unknown options of %p, naming the file', async (modelClass, fit) => {
    const model = await modelOf(modelClass, fit);
    const { manifest, files } = model.toFiles();
    const options = { ...(manifest['options'] as object), luck: 7 };
    await expect(loadModel(await packModel({ ...manifest, options }, files))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/^the given bytes: manifest\.json: \w+ has no option "luck"/),
    });
  });

  it.each(models)('%p cut short anywhere', async (modelClass, fit) => {
    const model = await modelOf(modelClass, fit);
    const bytes = await model.toBytes();
    for (let part = 0; part < 10; part++)
      await expect(
        loadModel(bytes.subarray(0, Math.floor((bytes.length * part) / 10))),
      ).rejects.toMatchObject({ code: 'invalid-file' });
  });
});

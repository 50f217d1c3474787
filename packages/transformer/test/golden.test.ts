import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goldens, savedFolder, useBackend, type BackendName, type Tolerance } from '@heph/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  TabularClassifier,
  TabularRegressor,
  type EngineName,
  type History,
  type RegressorFitOptions,
} from '../src';
import {
  fitClassifier,
  fitRegressor,
  goldenTables,
  pretrain,
  variants,
  type VariantName,
} from './golden-models';

const fixtures = join(__dirname, 'fixtures');
const golden = goldens(join(fixtures, 'golden.json'));

interface Computing {
  backend: BackendName;
  engine: EngineName;
  /** Of what the network computes in float32, in training as in prediction. */
  tolerance: Tolerance;
}

/** Eager steps give the same bits everywhere; a native runtime adds up in an order that suits the processor. */
const computings: Record<string, Computing> = {
  cpu: { backend: 'cpu', engine: 'eager', tolerance: {} },
  wasm: { backend: 'wasm', engine: 'eager', tolerance: {} },
  compiled: { backend: 'wasm', engine: 'compiled', tolerance: { rtol: 1e-5 } },
};

/** The linear path is fitted in double precision by now, not on rows in float32: what it leaves has other last digits. */
const sinceDouble = (name: string): Tolerance => (name.includes('linear path') ? { rtol: 1e-6 } : {});

/** Predictions around 1000, be they float32 or double. */
const inUnits: Tolerance = { rtol: 1e-6, atol: 1e-3 };

/** A history without what the machine decides; what is validated is computed in double. */
function expectHistory(name: string, { history, refit, ...rest }: History, tolerance: Tolerance): void {
  const { loss, ...validated } = history;
  golden.expect(`${name}: loss`, loss, tolerance);
  golden.expect(`${name}: validation`, validated, { rtol: 1e-6, ...tolerance });
  const { bestEpoch, bestWeights, stopReason } = rest;
  golden.expect(`${name}: best`, { bestEpoch, bestWeights, stopReason });
  if (refit !== undefined) expectHistory(`${name}, refit`, refit, tolerance);
}

async function expectRegressor(name: string, model: TabularRegressor): Promise<void> {
  const { rows: all, validation } = goldenTables('output');
  // The last two are so far out that every rounding shows.
  const rows = name.startsWith('compiled') ? all.slice(0, -2) : all;
  golden.expect(`${name}: predictions`, await model.predict(rows), inUnits);
  golden.expect(`${name}: metrics`, await model.evaluate(validation), { rtol: 1e-5, atol: 1e-5 });
  golden.expect(`${name}: share of neighbours`, model.neighborShare, { rtol: 1e-6 });
  golden.expect(`${name}: parameters`, model.countParams());
  if (model.options.ensembleSize === undefined) return;
  const { mean, standardDeviation } = await model.predictWithUncertainty(rows);
  golden.expect(`${name}: uncertainty`, { mean, standardDeviation }, inUnits);
}

async function expectClassifier(
  name: string,
  target: 'state' | 'alarm',
  model: TabularClassifier,
  tolerance: Tolerance,
): Promise<void> {
  const { rows: all, validation } = goldenTables(target);
  const rows = name.startsWith('compiled') ? all.slice(0, -2) : all;
  golden.expect(`${name}: classes`, model.classes);
  golden.expect(`${name}: predictions`, await model.predict(rows));
  golden.expect(`${name}: probabilities`, await model.predictProba(rows), tolerance);
  golden.expect(`${name}: metrics`, await model.evaluate(validation), { rtol: 1e-6, ...tolerance });
}

const names = Object.keys(variants) as VariantName[];

describe.each(Object.keys(computings))('networks trained today are as before: %s', how => {
  const { backend, engine, tolerance } = computings[how]!;
  beforeAll(() => useBackend(backend));

  it.each(names.filter(name => how === 'wasm' || name === 'plain' || name.startsWith('ensemble with')))(
    'TabularRegressor, %s',
    async name => {
      const { model, history } = await fitRegressor(name, engine);
      expect(history.engine.name).toBe(engine);
      expectHistory(`${how}, ${name}`, history, { ...sinceDouble(name), ...tolerance });
      await expectRegressor(`${how}, ${name}`, model);
      model.dispose();
    },
  );

  it.each((['state', 'alarm'] as const).filter(target => how === 'wasm' || target === 'alarm'))(
    'TabularClassifier, %s',
    async target => {
      const { model, history } = await fitClassifier(target, engine);
      expectHistory(`${how}, classes of ${target}`, history, tolerance);
      await expectClassifier(`${how}, classes of ${target}`, target, model, tolerance);
      model.dispose();
    },
  );

  it('MaskedTabularModeling', async () => {
    const { model, history } = await pretrain(engine);
    expectHistory(`${how}, pre-training`, history, tolerance);
    model.dispose();
  });
});

describe('folders saved earlier load, and predict as before', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(names)('TabularRegressor, %s', async name => {
    const directory = await savedFolder(folderOf(name), async path => {
      const { model } = await fitRegressor(name, 'eager');
      await model.save(path);
    });
    const model = await TabularRegressor.load(directory);
    await expectRegressor(`saved, ${name}`, model);
    model.dispose();
  });

  it.each(['state', 'alarm'] as const)('TabularClassifier, %s', async target => {
    const directory = await savedFolder(folderOf(`classes of ${target}`), async path => {
      const { model } = await fitClassifier(target, 'eager');
      await model.save(path);
    });
    const model = await TabularClassifier.load(directory);
    await expectClassifier(`saved, classes of ${target}`, target, model, {});
    model.dispose();
  });
});

describe('trainings that were broken off earlier go on, and end as before', () => {
  let folder: string;
  beforeAll(async () => {
    await useBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'heph-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A copy of a checkpoint after the first of two epochs. */
  async function checkpointOf(name: string, fit: (options: RegressorFitOptions) => Promise<unknown>) {
    const begun = await savedFolder(folderOf(`checkpoint ${name}`), async checkpointDir => {
      const controller = new AbortController();
      const callbacks = { onEpochEnd: () => controller.abort() };
      await fit({ checkpointDir, signal: controller.signal, callbacks });
    });
    const copy = join(folder, name);
    await cp(begun, copy, { recursive: true });
    return copy;
  }

  /** Fits and counts the epochs that it took. */
  async function resume<Fitted>(
    fit: (options: RegressorFitOptions) => Promise<Fitted>,
    checkpointDir: string,
  ) {
    let epochs = 0;
    const fitted = await fit({ checkpointDir, callbacks: { onEpochEnd: () => void epochs++ } });
    expect(epochs).toBe(1);
    return fitted;
  }

  it('TabularRegressor', async () => {
    const fit = (options: RegressorFitOptions) => fitRegressor('plain', 'eager', options);
    const { model, history } = await resume(fit, await checkpointOf('plain', fit));
    expectHistory('wasm, plain', history, {});
    await expectRegressor('wasm, plain', model);
    model.dispose();
  });

  it('MaskedTabularModeling', async () => {
    const fit = (options: RegressorFitOptions) => pretrain('eager', options);
    const { model, history } = await resume(fit, await checkpointOf('pre-training', fit));
    expectHistory('wasm, pre-training', history, {});
    model.dispose();
  });
});

function folderOf(name: string): string {
  return join(fixtures, 'saved', name.replaceAll(/[^a-z]+/g, '-'));
}

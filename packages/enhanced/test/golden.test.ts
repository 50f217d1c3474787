import { join } from 'node:path';
import { goldens, savedFolder, useBackend, type Tolerance } from '@heph/testing';
import type { History } from '@heph/transformer';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createEnhancedModel, EnhancedTabularClassifier, EnhancedTabularRegressor } from '../src';
import { fitClassifier, fitRegressor, goldenTables, regressors, type RegressorName } from './golden-models';

const fixtures = join(__dirname, 'fixtures');
const golden = goldens(join(fixtures, 'golden.json'));

/** Eager steps give the same bits everywhere; a native runtime adds up in an order that suits the processor. */
const tolerances = { eager: {}, compiled: { rtol: 1e-5 } } satisfies Record<string, Tolerance>;
/** The linear path is fitted in double precision by now, not on rows in float32: what it leaves has other last digits. */
const sinceDouble = (name: string): Tolerance => (name.includes('linear path') ? { rtol: 1e-6 } : {});

/** Predictions around 1000, be they float32 or double. */
const inUnits: Tolerance = { rtol: 1e-6, atol: 1e-3 };

function expectHistory(name: string, { history, bestEpoch, bestWeights }: History, tolerance: Tolerance) {
  const { loss, ...validated } = history;
  golden.expect(`${name}: loss`, loss, tolerance);
  golden.expect(`${name}: validation`, validated, { rtol: 1e-6, ...tolerance });
  golden.expect(`${name}: best`, { bestEpoch, bestWeights });
}

async function expectRegressor(name: string, model: EnhancedTabularRegressor): Promise<void> {
  const { rows: all, validation } = goldenTables('output');
  // The last two are so far out that every rounding shows.
  const rows = name.startsWith('compiled') ? all.slice(0, -2) : all;
  golden.expect(`${name}: predictions`, await model.predict(rows), inUnits);
  golden.expect(`${name}: metrics`, await model.evaluate(validation), { rtol: 1e-5 });
  golden.expect(`${name}: parameters`, model.countParams());
  golden.expect(`${name}: pairs`, await model.pairWeights(validation), { rtol: 1e-4 });
  golden.expect(`${name}: interactions`, model.interactionConfig, { rtol: 1e-8 });
  golden.expect(`${name}: report`, model.interactionReport, { rtol: 1e-8 });
}

async function expectClassifier(name: string, model: EnhancedTabularClassifier, tolerance: Tolerance) {
  const { rows: all, validation } = goldenTables('state');
  const rows = name.startsWith('compiled') ? all.slice(0, -2) : all;
  golden.expect(`${name}: classes`, model.classes);
  golden.expect(`${name}: predictions`, await model.predict(rows));
  golden.expect(`${name}: probabilities`, await model.predictProba(rows), tolerance);
  golden.expect(`${name}: metrics`, await model.evaluate(validation), { rtol: 1e-6, ...tolerance });
  golden.expect(`${name}: pairs`, await model.pairWeights(validation), { rtol: 1e-4 });
}

const names = Object.keys(regressors) as RegressorName[];

describe.each(['eager', 'compiled'] as const)('networks trained today are as before: %s', engine => {
  beforeAll(() => useBackend('wasm'));
  const tolerance = tolerances[engine];

  it.each(engine === 'eager' ? names : names.slice(0, 2))('EnhancedTabularRegressor, %s', async name => {
    const { model, history } = await fitRegressor(name, engine);
    expect(history.engine.name).toBe(engine);
    expectHistory(`${engine}, ${name}`, history, { ...sinceDouble(name), ...tolerance });
    await expectRegressor(`${engine}, ${name}`, model);
    model.dispose();
  });

  it('EnhancedTabularClassifier', async () => {
    const { model, history } = await fitClassifier(engine);
    expectHistory(`${engine}, classes`, history, tolerance);
    await expectClassifier(`${engine}, classes`, model, tolerance);
    model.dispose();
  });
});

describe('folders saved earlier load, and predict as before', () => {
  beforeAll(() => useBackend('wasm'));

  it.each(names)('EnhancedTabularRegressor, %s', async name => {
    const directory = await savedFolder(folderOf(name), async path => {
      const { model } = await fitRegressor(name, 'eager');
      await model.save(path);
    });
    const model = await EnhancedTabularRegressor.load(directory);
    await expectRegressor(`saved, ${name}`, model);
    model.dispose();
  });

  it('EnhancedTabularClassifier', async () => {
    const directory = await savedFolder(folderOf('classes'), async path => {
      const { model } = await fitClassifier('eager');
      await model.save(path);
    });
    const model = await EnhancedTabularClassifier.load(directory);
    await expectClassifier('saved, classes', model, {});
    model.dispose();
  });
});

describe('createEnhancedModel', () => {
  it.each([
    ['moderate', {}],
    ['aggressive', { aggressiveInteractions: true }],
  ])('configures as before: %s', async (name, how) => {
    const { modelConfig, train } = goldenTables('output');
    const [found, blind] = [
      await createEnhancedModel({ modelConfig, trainTable: train, analysis: { nEstimators: 10 }, ...how }),
      await createEnhancedModel({ modelConfig, ...how }),
    ];
    const { interactionConfig, interactionReport } = found;
    golden.expect(`created, ${name}`, { interactionConfig, interactionReport }, { rtol: 1e-8 });
    golden.expect(`created blindly, ${name}`, blind.interactionConfig);
  });
});

function folderOf(name: string): string {
  return join(fixtures, 'saved', name.replaceAll(/[^a-z]+/g, '-'));
}

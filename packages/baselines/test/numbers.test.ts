import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, r2Score, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import {
  LinearRegression,
  LogisticRegression,
  RandomForestClassifier,
  RandomForestRegressor,
  XGBoostClassifier,
  XGBoostRegressor,
} from '../src';

const numRows = 300;
const random = createRandom(3);
const a = Float64Array.from({ length: numRows }, () => random.normal());
const b = Float64Array.from({ length: numRows }, () => random.normal());
const noise = Float64Array.from({ length: numRows }, () => random.normal());
const plain = a.map((value, row) => 2 * value - b[row]! + 0.1 * noise[row]!);
const tableOf = (y: Float64Array) => Table.fromColumns({ a, b, y });

const regressors = {
  LinearRegression: () => new LinearRegression(),
  RandomForestRegressor: () => new RandomForestRegressor({ nEstimators: 20, workers: 1 }),
  XGBoostRegressor: () => new XGBoostRegressor({ nEstimators: 30 }),
};
const loaders = { LinearRegression, RandomForestRegressor, XGBoostRegressor };

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'heph-numbers-'));
  try {
    return await work(join(folder, 'model'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(Object.keys(regressors) as (keyof typeof regressors)[])('%s', name => {
  const create = regressors[name];
  const fitted = (y: Float64Array, sampleWeight?: Float64Array) =>
    create().fit(tableOf(y), { target: 'y', sampleWeight });
  const r2Of = async (y: Float64Array, sampleWeight?: Float64Array) =>
    r2Score(y, await (await fitted(y, sampleWeight)).predict(tableOf(y)));

  it.each([1e300, -1e150, 1e38, 1e18, 1e9, 1e-12, 1e-38, 1e-150, 1e-300])(
    'learns a target of any size: %p',
    async size => {
      const y = plain.map(value => value * size);
      const model = await fitted(y);
      const predictions = await model.predict(tableOf(y));
      expect(predictions.every(Number.isFinite)).toBe(true);
      expect(r2Score(y, predictions)).toBeCloseTo(await r2Of(plain), 2);
    },
  );

  it.each([1e18, 1e38, 1e300, 1e-12, 1e-300])('gives finite importances at a target of %p', async size => {
    const model = await fitted(plain.map(value => value * size));
    const ordinary = await fitted(plain);
    const importances = model.featureImportances;
    expect(importances.map(({ feature }) => feature)).toEqual(
      ordinary.featureImportances.map(({ feature }) => feature),
    );
    expect(importances[0]!.importance).toBeCloseTo(ordinary.featureImportances[0]!.importance, 1);
    expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
  });

  it.each([
    [1e9, 1],
    [1.7e12, 3],
    [1e18, 1e4],
    [-1e300, 1e287],
  ])('learns what differs a little: %p ± %p', async (middle, spread) => {
    const y = plain.map(value => middle + value * spread);
    // What the doubles hold of it, as an ordinary number.
    const held = y.map(value => (value - middle) / spread);
    expect(await r2Of(y)).toBeCloseTo(await r2Of(held), 2);
  });

  it.each([1e200, 1e-200, 1e30, 1e-30, Number.MAX_VALUE, 5e-324])(
    'learns from weights of any size: %p',
    async weight => {
      const weights = new Float64Array(numRows).fill(weight);
      expect(await r2Of(plain, weights)).toBeCloseTo(await r2Of(plain), 2);
    },
  );

  it('learns from weights of all sizes at once', async () => {
    const weights = plain.map((_, row) => 10 ** ((row % 60) * 10 - 300));
    const predictions = await (await fitted(plain, weights)).predict(tableOf(plain));
    expect(predictions.every(Number.isFinite)).toBe(true);
    const heaviest = plain.map((_, row) => row).filter(row => row % 60 === 59);
    for (const row of heaviest) expect(Math.abs(predictions[row]! - plain[row]!)).toBeLessThan(1.5);
  });

  it.each([0.1, 1e9 + 0.3, 3, 0, -1e300, 1e-300])('predicts a constant target exactly: %p', async value => {
    const y = new Float64Array(numRows).fill(value);
    const model = await fitted(y);
    expect(await model.predict(tableOf(y))).toEqual(y);
    expect(model.featureImportances.every(({ importance }) => importance >= 0 && importance <= 1)).toBe(true);
  });

  it('refuses a target beyond what sums can hold, by name', async () => {
    const y = plain.map((value, row) => (row === 4 ? 1e305 : value));
    await expect(fitted(y)).rejects.toMatchObject({
      code: 'invalid-data',
      message: 'column "y", row 5: expected a target of at most 1e304 in size; found 1e+305',
    });
  });

  it.each([1e300, 1e18, 1e-300])('saves and loads a model of a target of %p', async size => {
    const y = plain.map(value => size * (5 + value));
    const model = await fitted(y);
    const expected = await model.predict(tableOf(y));
    await inFolder(async folder => {
      await model.save(folder);
      const loaded = await loaders[name].load(folder);
      expect(await loaded.predict(tableOf(y))).toEqual(expected);
      expect(loaded.featureImportances).toEqual(model.featureImportances);
    });
  });
});

describe.each([
  ['RandomForestRegressor', regressors.RandomForestRegressor] as const,
  ['XGBoostRegressor', regressors.XGBoostRegressor] as const,
])('explanations of %s', (_, create) => {
  it.each([
    [0, 1e-300],
    [0, 1e300],
    [0, 1e18],
    [1e9, 1],
  ])('add up to predictions around %p, ± %p', async (middle, spread) => {
    const y = plain.map(value => middle + value * spread);
    const model = await create().fit(tableOf(y), { target: 'y' });
    const rows = tableOf(y).slice(0, 10);
    const predictions = await model.predict(rows);
    const { values, expectedValue } = await model.shapValues(rows);
    const pairs = await model.shapInteractionValues(rows);
    predictions.forEach((prediction, row) => {
      const sum = expectedValue + values[2 * row]! + values[2 * row + 1]!;
      expect(Math.abs(sum - prediction) / spread).toBeLessThan(1e-5);
      expect(Math.abs(values[2 * row]!) / spread).toBeGreaterThan(1e-3);
      const matrix = pairs.values.subarray(4 * row, 4 * row + 4);
      const whole = matrix.reduce((total, value) => total + value, pairs.expectedValue);
      expect(Math.abs(whole - prediction) / spread).toBeLessThan(1e-5);
    });
  });
});

describe('XGBoostRegressor of targets that float32 cannot hold', () => {
  it('stops early and reports errors in the target’s units', async () => {
    const errorsAt = async (middle: number, spread: number) => {
      const y = plain.map(value => middle + value * spread);
      const [train, validation] = [tableOf(y).slice(0, 200), tableOf(y).slice(200, numRows)];
      const model = new XGBoostRegressor({ nEstimators: 200, earlyStoppingRounds: 5 });
      await model.fit(train, { target: 'y', validation });
      return model.validationErrors.map(error => error / spread);
    };
    const ordinary = await errorsAt(0, 1);
    for (const [middle, spread] of [
      [0, 1e18],
      [0, 1e300],
      [0, 1e-300],
      [1e9, 1],
    ] as const) {
      const errors = await errorsAt(middle, spread);
      expect(errors[0]! / ordinary[0]!).toBeCloseTo(1, 2);
      expect(Math.min(...errors) / Math.min(...ordinary)).toBeCloseTo(1, 0);
    }
  });

  it('takes gamma in the target’s own squares', async () => {
    const options = { nEstimators: 1, gamma: 1e36 * 50 };
    const y = plain.map(value => value * 1e18);
    const model = await new XGBoostRegressor(options).fit(tableOf(y), { target: 'y' });
    const free = await new XGBoostRegressor({ nEstimators: 1 }).fit(tableOf(y), { target: 'y' });
    const ordinary = { ...options, gamma: 50 };
    const expected = await new XGBoostRegressor(ordinary).fit(tableOf(plain), { target: 'y' });
    expect(model.numNodes).toBe(expected.numNodes);
    expect(model.numNodes).toBeLessThan(free.numNodes);
  });

  it('starts from the base score that is given', async () => {
    for (const [middle, spread] of [
      [1e9, 1],
      [0, 1e18],
    ] as const) {
      const y = plain.map(value => middle + value * spread);
      const start = middle + spread;
      const model = await new XGBoostRegressor({ nEstimators: 50, baseScore: start }).fit(tableOf(y), {
        target: 'y',
      });
      expect(model.baseScore / start).toBeCloseTo(1, 6);
      expect(r2Score(y, await model.predict(tableOf(y)))).toBeGreaterThan(0.95);
    }
  });

  it('writes XGBoost’s files where float32 holds its trees, and says so where it does not', async () => {
    const large = plain.map(value => value * 1e18);
    const model = await new XGBoostRegressor({ nEstimators: 30 }).fit(tableOf(large), { target: 'y' });
    const read = XGBoostRegressor.fromXGBoostJSON(model.toXGBoostJSON());
    expect(await read.predict(tableOf(large))).toEqual(await model.predict(tableOf(large)));
    expect(read.featureImportances.every(({ importance }) => Number.isFinite(importance))).toBe(true);
    for (const y of [
      plain.map(value => 1e9 + value),
      plain.map(v => v * 1e300),
      plain.map(v => v * 1e-300),
    ]) {
      const beyond = await new XGBoostRegressor({ nEstimators: 3 }).fit(tableOf(y), { target: 'y' });
      expect(() => beyond.toXGBoostJSON()).toThrow(
        expect.objectContaining({ code: 'invalid-data', message: expect.stringContaining('float32') }),
      );
    }
  });

  it('refuses a learning rate that leads to infinite leaves', async () => {
    const model = new XGBoostRegressor({ learningRate: 1e30, nEstimators: 50 });
    await expect(model.fit(tableOf(plain), { target: 'y' })).rejects.toMatchObject({ code: 'diverged' });
  });
});

describe.each([
  ['LogisticRegression', () => new LogisticRegression()] as const,
  ['RandomForestClassifier', () => new RandomForestClassifier({ nEstimators: 10, workers: 1 })] as const,
  ['XGBoostClassifier', () => new XGBoostClassifier({ nEstimators: 10 })] as const,
])('%s', (_, create) => {
  const classes = Array.from(plain, value => (value > 0.5 ? 'high' : value > -1 ? 'middle' : 'low'));
  const table = Table.fromColumns({ a, b, y: classes });

  it.each([1e200, 1e-200])('has probabilities where all weights are %p', async weight => {
    const sampleWeight = new Float64Array(numRows).fill(weight);
    const model = await create().fit(table, { target: 'y', sampleWeight });
    const rows = await model.predictProba(table);
    for (const row of rows) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    const predicted = await model.predict(table);
    const right = predicted.filter((label, row) => label === classes[row]).length;
    expect(right / numRows).toBeGreaterThan(0.9);
  });
});

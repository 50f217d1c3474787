import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accuracy, createRandom, r2Score, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { RandomForestClassifier, RandomForestRegressor, XGBoostClassifier, XGBoostRegressor } from '../src';

const numRows = 600;
const random = createRandom(7);
const begin = Date.UTC(2024, 4, 1);
/** One row a second, in disorder; some without a date. */
const seconds = Array.from(random.permutation(numRows));
const noise = Float64Array.from({ length: numRows }, () => random.normal());
const isLate = (second: number) => Math.floor(second / 20) % 2 === 1;
const when = Float64Array.from(seconds, (second, row) => (row % 50 === 0 ? NaN : begin + 1000 * second));
const y = Float64Array.from(seconds, (second, row) => (isLate(second) ? 5 : 0) + 0.1 * noise[row]!);
const label = seconds.map(second => (isLate(second) ? 'late' : 'early'));
const table = Table.fromColumns({ when, noise, y, label });
const known = table.take(Uint32Array.from(seconds.keys()).filter(row => row % 50 !== 0));
const columns = ['when', 'noise'];

const regressors = {
  RandomForestRegressor: () => new RandomForestRegressor({ nEstimators: 10, workers: 1, oobScore: true }),
  XGBoostRegressor: () => new XGBoostRegressor({ nEstimators: 30 }),
};
const classifiers = {
  RandomForestClassifier: () => new RandomForestClassifier({ nEstimators: 10, workers: 1 }),
  XGBoostClassifier: () => new XGBoostClassifier({ nEstimators: 30 }),
};
const numbersOf = (rows: Table, name: string) => rows.toRows().map(row => row[name]);

async function reloaded<Model>(
  model: { save(folder: string): Promise<void> },
  load: (folder: string) => Promise<Model>,
): Promise<Model> {
  const folder = mkdtempSync(join(tmpdir(), 'heph-dates-'));
  try {
    await model.save(join(folder, 'model'));
    return await load(join(folder, 'model'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(Object.keys(regressors) as (keyof typeof regressors)[])('a date column of %s', name => {
  const fit = (rows = table) => regressors[name]().fit(rows, { target: 'y', features: columns });

  it('is split between seconds', async () => {
    const model = await fit();
    const predictions = await model.predict(known);
    expect(r2Score(numbersOf(known, 'y') as number[], predictions)).toBeGreaterThan(0.95);
    expect(model.featureImportances[0]!.feature).toBe('when');
    if (model instanceof RandomForestRegressor) expect(model.oobScore).toBeGreaterThan(0.5);
  });

  it('is split as the same seconds without the years are', async () => {
    const offset = table.withColumn(
      'when',
      when.map(value => value - begin),
    );
    const rows = table.slice(0, 100);
    const expected = await (await fit(offset)).predict(offset.slice(0, 100));
    const found = await (await fit()).predict(rows);
    expect(r2Score(expected, found)).toBeGreaterThan(0.98);
  });

  it('is split so after loading, and row by row', async () => {
    const model = await fit();
    const load = name === 'XGBoostRegressor' ? XGBoostRegressor.load : RandomForestRegressor.load;
    const loaded = await reloaded<XGBoostRegressor | RandomForestRegressor>(model, load);
    const predictions = await model.predict(table);
    expect(await loaded.predict(table)).toEqual(predictions);
    const single = await Promise.all([0, 1, 2].map(row => model.predict(table.slice(row, row + 1))));
    expect(single.map(([value]) => value)).toEqual([...predictions.subarray(0, 3)]);
  });

  it('is explained', async () => {
    const model = await fit();
    const rows = table.slice(0, 20);
    const predictions = await model.predict(rows);
    const { values, expectedValue } = await model.shapValues(rows);
    predictions.forEach((prediction, row) =>
      expect(expectedValue + values[2 * row]! + values[2 * row + 1]!).toBeCloseTo(prediction, 5),
    );
  });
});

describe.each(Object.keys(classifiers) as (keyof typeof classifiers)[])('a date column of %s', name => {
  it('is split between seconds, also after loading', async () => {
    const model = await classifiers[name]().fit(table, { target: 'label', features: columns });
    const predictions = await model.predict(known);
    expect(accuracy(numbersOf(known, 'label') as string[], predictions)).toBeGreaterThan(0.95);
    const load = name === 'XGBoostClassifier' ? XGBoostClassifier.load : RandomForestClassifier.load;
    const loaded = await reloaded<XGBoostClassifier | RandomForestClassifier>(model, load);
    expect(await loaded.predictProba(table)).toEqual(await model.predictProba(table));
  });
});

describe('XGBoostRegressor', () => {
  it('tells the dates at which it splits, and stops early by rows of other seconds', async () => {
    const [train, validation] = [table.slice(0, 400), table.slice(400, numRows)];
    const model = new XGBoostRegressor({ nEstimators: 200, earlyStoppingRounds: 10 });
    await model.fit(train, { target: 'y', features: columns, validation });
    expect(Math.min(...model.validationErrors)).toBeLessThan(2);
    const points = model.splitPoints['when']!;
    expect(points.length).toBeGreaterThan(20);
    for (const point of points) {
      expect(point).toBeGreaterThan(begin);
      expect(point).toBeLessThan(begin + 1000 * numRows);
    }
    expect(points).toEqual([...points].sort((a, b) => a - b));
  });

  it('refuses to write such a model as XGBoost’s file, which holds float32', async () => {
    const model = await new XGBoostRegressor().fit(table, { target: 'y', features: columns });
    expect(() => model.toXGBoostJSON()).toThrow(
      expect.objectContaining({ code: 'invalid-data', message: expect.stringContaining('"when"') }),
    );
  });

  it.each([
    ['draws from 0 to 1', () => random.uniform()],
    ['draws around 0', () => random.normal()],
    ['draws from 10 to 11', () => 10 + random.uniform()],
    ['whole numbers', () => random.integer(1_000_000)],
    ['money', () => Math.round(random.uniform() * 1e7) / 100],
  ])('compares ordinary columns in float32, as XGBoost does: %s', async (_, draw) => {
    const x = Float64Array.from({ length: 5000 }, draw);
    const rows = Table.fromColumns({ x, y: x.map(value => Math.sin(value)) });
    const model = await new XGBoostRegressor({ nEstimators: 3 }).fit(rows, { target: 'y' });
    const { learner } = JSON.parse(model.toXGBoostJSON());
    const asked = new Set<number>(
      learner.gradient_booster.model.trees.flatMap(
        (tree: { left_children: number[]; split_conditions: number[] }) =>
          tree.split_conditions.filter((_, node) => tree.left_children[node] !== -1),
      ),
    );
    expect(model.splitPoints['x']).toEqual([...asked].sort((one, other) => one - other));
  });
});

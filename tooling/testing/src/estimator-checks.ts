import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { engine } from '@tensorflow/tfjs-core';
import { type EstimatorSpec, type Predictions, type TestEstimator, type TestTable } from './estimator-spec';
import { estimatorTable, featureColumns, numRows, targetColumn } from './estimator-table';

type Spec<T extends TestTable<T>, E extends TestEstimator<T>> = EstimatorSpec<T, E>;

/** Fits a new estimator, hands it over, and disposes of it. */
async function withFitted<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
  use: (estimator: E, table: T) => Promise<void>,
  table: T = estimatorTable(spec),
): Promise<void> {
  const estimator = spec.create();
  try {
    await spec.fit(estimator, table);
    await use(estimator, table);
  } finally {
    estimator.dispose?.();
  }
}

/** Making an estimator neither computes nor looks at its parameters; `fit` refuses bad ones by name. */
export async function checkConstruction<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const before = numTensors();
  const estimator = spec.create();
  expect(numTensors()).toBe(before);
  estimator.dispose?.();
  for (const [parameter, create] of Object.entries(spec.invalid ?? {})) {
    const invalid = create();
    await expect(spec.fit(invalid, estimatorTable(spec))).rejects.toThrow(parameter);
    invalid.dispose?.();
  }
}

/** Before `fit`, the estimator says that it has not been fitted. */
export async function checkNotFitted<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const estimator = spec.create();
  await expect(estimator.predict(estimatorTable(spec))).rejects.toMatchObject({ code: 'not-fitted' });
  await expect(estimator.save(join(tmpdir(), 'never-written'))).rejects.toMatchObject({ code: 'not-fitted' });
  estimator.dispose?.();
}

/** A table that nothing can be learned from is refused, with the column and the row (counted from 1) at fault. */
export async function checkMalformedTraining<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const table = estimatorTable(spec);
  const refuses = async (malformed: T, error: object) => {
    const estimator = spec.create();
    await expect(spec.fit(estimator, malformed)).rejects.toMatchObject(error);
    estimator.dispose?.();
  };
  const mentions = (...words: string[]) =>
    expect.stringMatching(new RegExp(words.map(word => `(?=.*${word})`).join(''), 's'));
  await refuses(table.slice(0, 0), { code: 'invalid-data' });
  await refuses(table.slice(0, 1), { code: 'invalid-data' });
  await refuses(table.select(['y']), { code: 'invalid-data' });
  await refuses(table.drop(['y']), { code: 'missing-column', message: mentions('y') });
  const withCell = (name: 'a' | 'y', row: number, value: number) => {
    const values = [...(name === 'a' ? featureColumns().a : (targetColumn('regression') as number[]))];
    values[row] = value;
    return table.withColumn(name, values);
  };
  const at = (column: string, row: number) => ({
    code: 'invalid-data',
    message: mentions(`"${column}"`, `row ${row}\\b`),
  });
  await refuses(withCell('a', 4, Infinity), at('a', 5));
  if (spec.task === 'classification') return;
  await refuses(withCell('y', 7, NaN), at('y', 8));
  await refuses(withCell('y', 9, -Infinity), at('y', 10));
}

/** Columns are matched by name: other ones are passed over, their order is of no account, absent ones are named. */
export async function checkColumns<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  await withFitted(spec, async (estimator, table) => {
    const expected = await estimator.predict(table);
    const rearranged = table.select(['c', 'y', 'b', 'a']).withColumn('extra', new Float64Array(numRows));
    expectSame(await estimator.predict(rearranged), expected, 0);
    expectSame(await estimator.predict(table.drop(['y'])), expected, 0);
    await expect(estimator.predict(table.drop(['b']))).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining('b'),
    });
    await expect(estimator.predict(table.withColumn('a', featureColumns().c))).rejects.toMatchObject({
      code: 'schema-mismatch',
      message: expect.stringContaining('"a"'),
    });
  });
}

/** The kind of array that numbers come in is of no account, and no array is written to. */
export async function checkArrayKinds<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const { a, b, c } = featureColumns();
  const y = targetColumn(spec.task ?? 'regression');
  const wide = { a: Float64Array.from(a), b: Float64Array.from(b) };
  const columnSets = [
    { a: Object.freeze([...a]), b: Object.freeze([...b]) },
    wide,
    { a: Float32Array.from(a), b: Float32Array.from(b) },
  ];
  const results: Predictions[] = [];
  for (const columns of columnSets) {
    const table = spec.fromColumns({
      ...columns,
      c: Object.freeze([...c]),
      y: Object.freeze([...y]) as string[],
    });
    await withFitted(spec, async estimator => void results.push(await estimator.predict(table)), table);
  }
  for (const result of results.slice(1)) expectSame(result, results[0]!, 0);
  expect([...wide.a]).toEqual(a);
  expect([...wide.b]).toEqual(b);
}

/** One seed, one model: whether the first, made again, or fitted anew after it was asked for predictions. */
export async function checkDeterminism<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  await withFitted(spec, async (first, table) => {
    const expected = await first.predict(table);
    expectSame(await first.predict(table), expected, 0);
    await withFitted(spec, async second => expectSame(await second.predict(table), expected, 0));
    await spec.fit(first, table);
    expectSame(await first.predict(table), expected, 0);
  });
}

/** A row's prediction is its own: the same alone, among others, and in any order. */
export async function checkRowByRow<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  await withFitted(spec, async (estimator, table) => {
    const all = await estimator.predict(table);
    expect(all).toHaveLength(table.numRows);
    const order = Int32Array.from({ length: table.numRows }, (_, i) => (i * 7 + 3) % table.numRows);
    const permuted = await estimator.predict(table.take(order));
    expectSame(permuted, Array.from(order, i => all[i]!) as number[], spec.tolerance ?? 0);
    for (const row of [0, 17, table.numRows - 1]) {
      const alone = await estimator.predict(table.slice(row, row + 1));
      expectSame(alone, [all[row]!] as number[], spec.tolerance ?? 0);
    }
  });
}

/** Saved and loaded, an estimator predicts the same bit by bit. */
export async function checkPersistence<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'heph-estimator-'));
  try {
    await withFitted(spec, async (estimator, table) => {
      const directory = join(folder, 'model');
      await estimator.save(directory);
      const loaded = await spec.load(directory);
      expectSame(await loaded.predict(table), await estimator.predict(table), 0);
      loaded.dispose?.();
    });
    await expect(spec.load(join(folder, 'nothing'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(file-not-found|invalid-file)$/),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Cells that are missing and categories never seen get a prediction like any other. */
export async function checkMissingCells<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const table = estimatorTable(spec).withColumn(
    'b',
    featureColumns().b.map((value, i) => (i % 5 === 0 ? NaN : value)),
  );
  await withFitted(
    spec,
    async estimator => {
      const strange = table.withColumn('c', new Array<string>(numRows).fill('unheard of'));
      const known = new Set<unknown>(targetColumn('classification'));
      for (const prediction of Array.from<unknown>(await estimator.predict(strange)))
        expect(typeof prediction === 'number' ? Number.isFinite(prediction) : known.has(prediction)).toBe(
          true,
        );
    },
    table,
  );
}

/** A weight of k does what k copies of the row do, and a weight of 0 what leaving it out does. */
export async function checkSampleWeights<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const table = estimatorTable(spec);
  const weights = Array.from({ length: numRows }, (_, i) => i % 3);
  const copies = weights.flatMap((weight, i) => new Array<number>(weight).fill(i));
  const weighted = spec.create();
  await spec.fitWeighted!(weighted, table, weights);
  await withFitted(
    spec,
    async repeated => expectSame(await weighted.predict(table), await repeated.predict(table), 1e-5),
    table.take(copies),
  );
  weighted.dispose?.();
}

/** On rows held out, the estimator does at least as well as it must; its importances are shares of one whole. */
export async function checkQuality<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const table = estimatorTable(spec);
  const rows = Array.from({ length: numRows }, (_, i) => i);
  const [train, test] = [rows.filter(i => i % 4 !== 0), rows.filter(i => i % 4 === 0)];
  await withFitted(
    spec,
    async estimator => {
      const target = targetColumn(spec.task ?? 'regression');
      const predictions = await estimator.predict(table.take(test));
      expect(
        score(
          predictions,
          test.map(i => target[i]!),
        ),
      ).toBeGreaterThanOrEqual(spec.floor);
      const { featureImportances } = estimator;
      if (!featureImportances) return;
      expect(featureImportances.map(({ feature }) => feature).sort()).toEqual(['a', 'b', 'c']);
      const total = featureImportances.reduce((sum, { importance }) => sum + importance, 0);
      expect(total).toBeCloseTo(1, 6);
      for (const { importance } of featureImportances) expect(importance).toBeGreaterThanOrEqual(0);
    },
    table.take(train),
  );
}

/** Predicting leaves no tensors behind, and disposing of an estimator leaves none at all. */
export async function checkTensorCount<T extends TestTable<T>, E extends TestEstimator<T>>(
  spec: Spec<T, E>,
): Promise<void> {
  const before = numTensors();
  await withFitted(spec, async (estimator, table) => {
    const fitted = numTensors();
    await estimator.predict(table);
    expect(numTensors()).toBe(fitted);
  });
  expect(numTensors()).toBe(before);
}

/** Counts without asking a backend, since an estimator may do without one. */
function numTensors(): number {
  return engine().state.numTensors;
}

/** R² of numbers, accuracy of names. */
function score(predictions: Predictions, target: (number | string)[]): number {
  if (typeof target[0] === 'string')
    return target.filter((name, i) => predictions[i] === name).length / target.length;
  const wanted = target as number[];
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const squares = (errors: number[]) => errors.reduce((sum, error) => sum + error * error, 0);
  const errors = wanted.map((value, i) => value - (predictions[i] as number));
  return 1 - squares(errors) / squares(wanted.map(value => value - mean));
}

function expectSame(received: Predictions, expected: Predictions, tolerance: number): void {
  expect(received).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [received[i]!, expected[i]!];
    const isClose =
      typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance * Math.abs(b);
    if (a !== b && !isClose) throw new Error(`row ${i + 1}: expected prediction ${b}; received ${a}`);
  }
}

import { createRandom, meanAbsoluteError, rootMeanSquaredError, Table } from '@heph/data';
import { permutationImportance } from '@heph/estimator';
import { describe, expect, it } from '@jest/globals';
import { LinearRegression } from '../src/linear-regression';
import { XGBoostClassifier } from '../src/xgboost-classifier';
import { plantTable } from './tables';

const test = plantTable(300, 2);
const fitted = () => new LinearRegression().fit(plantTable(400, 1), { target: 'y' });

describe('permutationImportance', () => {
  it('tells what the model needs, in units of the error', async () => {
    const found = await permutationImportance(await fitted(), test, { target: 'y', repeats: 20 });
    expect(found.map(({ feature }) => feature).slice(0, 2)).toEqual(['power', 'wind']);
    // Shuffling an independent column of slope 3 and variance 1 adds 2 · 3² to the squared error.
    expect(Math.abs(found[0]!.importance / 18 - 1)).toBeLessThan(0.2);
    expect(found[0]!.deviation).toBeGreaterThan(0);
    expect(Math.abs(found.find(({ feature }) => feature === 'noise')!.importance)).toBeLessThan(0.2);
  });

  it('measures by another error, the same again with the same seed', async () => {
    const model = await fitted();
    const options = { target: 'y', metric: meanAbsoluteError, seed: 3 };
    const first = await permutationImportance(model, test, options);
    expect(await permutationImportance(model, test, options)).toEqual(first);
    expect(await permutationImportance(model, test, { ...options, seed: 4 })).not.toEqual(first);
    expect(first[0]!.importance).toBeLessThan(5);
  });

  it('counts wrong classes of a classifier', async () => {
    const classified = (rows: number, seed: number) => {
      const table = plantTable(rows, seed);
      const isLarge = table.toRows().map(({ power }) => ((power as number) > 0 ? 'large' : 'small'));
      return table.withColumn('y', isLarge);
    };
    const model = await new XGBoostClassifier({ nEstimators: 5 }).fit(classified(300, 1), { target: 'y' });
    const found = await permutationImportance(model, classified(300, 2), { target: 'y' });
    expect(found[0]!.feature).toBe('power');
    expect(Math.abs(found[0]!.importance - 0.5)).toBeLessThan(0.06);
    expect(found.slice(1).every(({ importance }) => Math.abs(importance) < 0.02)).toBe(true);
  });

  it('reports progress, stops at a signal, refuses what is out of range', async () => {
    const model = await fitted();
    const reports: string[] = [];
    const onProgress = (done: number, total: number) => void reports.push(`${done}/${total}`);
    await permutationImportance(model, test, { target: 'y', repeats: 1, onProgress });
    expect(reports).toEqual(['1/4', '2/4', '3/4', '4/4']);
    const signal = AbortSignal.abort();
    await expect(permutationImportance(model, test, { target: 'y', signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(permutationImportance(model, test, { target: 'y', repeats: 0 })).rejects.toThrow(
      'repeats must be an integer of at least 1; received 0',
    );
    await expect(permutationImportance(model, test, { target: 'z' })).rejects.toMatchObject({
      code: 'missing-column',
    });
  });
});

describe('permutationImportance of targets of any size', () => {
  const random = createRandom(2);
  const x = Float64Array.from({ length: 100 }, () => random.normal());
  const z = Float64Array.from({ length: 100 }, () => random.normal());

  it.each([1e-300, 1e100, 1e300])('is told in the metric’s unit, or refused by name, at %p', async size => {
    const table = Table.fromColumns({ x, z, y: x.map(value => size * value) });
    const model = await new LinearRegression().fit(table, { target: 'y' });
    const [first] = await permutationImportance(model, table, { target: 'y', metric: rootMeanSquaredError });
    expect(first!.feature).toBe('x');
    expect(first!.importance / size).toBeGreaterThan(0.5);
    expect(first!.deviation / size).toBeGreaterThan(0);
    if (size === 1e300)
      await expect(permutationImportance(model, table, { target: 'y' })).rejects.toMatchObject({
        code: 'invalid-data',
        message: expect.stringContaining('rootMeanSquaredError'),
      });
  });
});

import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import golden from './fixtures/generalized-linear.json';
import { LinearRegression } from './linear-regression';

const target = { target: 'y' };
const sizes = ['s', 'm', 'm', 'l', 's', 'l', 'm', 's'];
const added = { s: 0, m: 10, l: -4 };
const x = [1, 2, 3, 4, 5, 6, 7, 8.5];
const z = [0.5, -1, 4, 2, 0, 1, 1, -3];
const exact = Table.fromColumns({
  x,
  z,
  size: sizes,
  y: x.map((value, i) => 7 + 2 * value - 3 * z[i]! + added[sizes[i] as keyof typeof added]),
});

const expectClose = (found: Record<string, number>, expected: Record<string, number>) => {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) expect(found[name]).toBeCloseTo(value, 10);
};

describe('LinearRegression', () => {
  it('finds the coefficients of an exact relation, categories against the first', async () => {
    const model = await new LinearRegression().fit(exact, target);
    expectClose(model.coefficients, { x: 2, z: -3, 'size=m': 10, 'size=l': -4 });
    expect(model.intercept).toBeCloseTo(7, 10);
    expect(model.countParams()).toBe(5);
    const predictions = await model.predict(exact);
    exact.toRows().forEach(({ y }, row) => expect(predictions[row]).toBeCloseTo(y as number, 4));
  });

  it('finds the standard errors of the textbook formula, and coefficients with a ridge', async () => {
    const { x: xs, z: zs, g, linear } = golden;
    const table = Table.fromColumns({ x: xs, z: zs, g, y: linear.target });
    const model = await new LinearRegression().fit(table, target);
    const terms = ['x', 'z', 'g=b', 'g=c'];
    const named = (values: readonly number[]) =>
      Object.fromEntries(terms.map((name, j) => [name, values[j]!]));
    expectClose(model.coefficients, named(linear.coefficients));
    expectClose(model.standardErrors!, named(linear.errors));
    expect(model.interceptStandardError).toBeCloseTo(linear.errors[4]!, 10);
    const ridge = await new LinearRegression({ ridge: linear.ridge }).fit(table, target);
    expectClose(ridge.coefficients, named(linear.ridgeCoefficients));
    expect(ridge.intercept).toBeCloseTo(linear.ridgeIntercept, 10);
    expect(ridge.standardErrors).toBeUndefined();
  });

  it('has no standard errors where coefficients are not determined', async () => {
    const twins = Table.fromColumns({ x, twin: x, y: x.map(value => value ** 2) });
    expect((await new LinearRegression().fit(twins, target)).standardErrors).toBeUndefined();
    const few = Table.fromColumns({ x: [1, 2], y: [1, 3] });
    expect((await new LinearRegression().fit(few, target)).interceptStandardError).toBeUndefined();
  });

  it('refuses a negative ridge', async () => {
    const fit = new LinearRegression({ ridge: -1 }).fit(exact, target);
    await expect(fit).rejects.toThrow('ridge must be a finite number of at least 0; received -1');
  });

  it('goes through the origin without an intercept', async () => {
    const table = Table.fromColumns({ x: [1, 2, 3], y: [1, 2, 2] });
    const model = await new LinearRegression({ fitIntercept: false }).fit(table, target);
    expectClose(model.coefficients, { x: 11 / 14 });
    expect(model.intercept).toBe(0);
    expect(model.countParams()).toBe(1);
  });

  it('shares out between features that are the same', async () => {
    const table = Table.fromColumns({ x, twin: x, y: x.map(value => 4 * value + 1) });
    const model = await new LinearRegression().fit(table, target);
    expectClose(model.coefficients, { x: 2, twin: 2 });
  });

  it('keeps small differences of large numbers', async () => {
    const table = Table.fromColumns({ x: x.map(value => 1e12 + value), y: x.map(value => 3 * value) });
    const model = await new LinearRegression().fit(table, target);
    expect(model.coefficients['x']).toBeCloseTo(3, 3);
  });

  it('takes the average for what is missing, in training and in prediction', async () => {
    const gaps = Table.fromColumns({
      x: [1, null, 3, 5, 3],
      size: ['s', 'm', null, 'm', 's'],
      y: [1, 2, 3, 4, 3],
    });
    const filled = Table.fromColumns({
      x: [1, 3, 3, 5, 3],
      isM: [0, 1, 0.5, 1, 0],
      y: [1, 2, 3, 4, 3],
    });
    const model = await new LinearRegression().fit(gaps, target);
    const expected = await new LinearRegression().fit(filled, target);
    expect(model.coefficients['x']).toBeCloseTo(expected.coefficients['x']!, 10);
    expect(model.coefficients['size=m']).toBeCloseTo(expected.coefficients['isM']!, 10);
    const unknown = Table.fromColumns({ x: [null, 2], size: ['huge', null] });
    const average = Table.fromColumns({ x: [3, 2], isM: [0.5, 0.5] });
    expect(await model.predict(unknown)).toEqual(await expected.predict(average));
  });

  it('measures importance by what a feature adds to the spread of predictions', async () => {
    const model = await new LinearRegression().fit(exact, target);
    const spread = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    const spreads = {
      x: 2 * spread(x),
      z: 3 * spread(z),
      size: spread(sizes.map(size => added[size as keyof typeof added])),
    };
    const total = spreads.x + spreads.z + spreads.size;
    for (const { feature, importance } of model.featureImportances)
      expect(importance).toBeCloseTo(spreads[feature as keyof typeof spreads] / total, 10);
  });
});

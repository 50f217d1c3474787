import { Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import golden from './fixtures/generalized-linear.json';
import { LogisticRegression } from './logistic-regression';

const target = { target: 'y' };
const { x, z, g } = golden;
const two = Table.fromColumns({ x, z, g, y: golden.two });
const three = Table.fromColumns({ x, z, g, y: golden.three });
const terms = ['x', 'z', 'g=b', 'g=c'];

describe('LogisticRegression', () => {
  it.each(golden.binary)('finds what Newton’s method in numpy does, errors too (ridge $ridge)', async run => {
    const model = await new LogisticRegression({ ridge: run.ridge }).fit(two, target);
    expect(Object.keys(model.coefficients)).toEqual(['1']);
    terms.forEach((term, j) => {
      expect(model.coefficients['1']![term]).toBeCloseTo(run.coefficients[j]!, 7);
      expect(model.standardErrors![term]).toBeCloseTo(run.errors[j]!, 7);
    });
    expect(model.intercepts['1']).toBeCloseTo(run.intercept, 7);
    expect(model.interceptStandardError).toBeCloseTo(run.errors[4]!, 7);
    expect(model.countParams()).toBe(5);
  });

  it('finds the multinomial coefficients that another optimizer does', async () => {
    const { ridge, coefficients, intercepts } = golden.multinomial;
    const model = await new LogisticRegression({ ridge }).fit(three, target);
    coefficients.forEach((ofClass, k) => {
      terms.forEach((term, j) => expect(model.coefficients[k]![term]).toBeCloseTo(ofClass[j]!, 5));
      expect(model.intercepts[k]).toBeCloseTo(intercepts[k]!, 5);
    });
    expect(model.standardErrors).toBeUndefined();
    expect(model.interceptStandardError).toBeUndefined();
    expect(model.countParams()).toBe(15);
  });

  it('gives the probabilities that the coefficients make', async () => {
    const model = await new LogisticRegression().fit(two, target);
    const { '1': coefficients } = model.coefficients;
    const probabilities = await model.predictProba(two);
    for (const row of [0, 5, 40]) {
      const ofCategory = coefficients![`g=${g[row]}`] ?? 0;
      const margin = model.intercepts['1']! + coefficients!['x']! * x[row]! + coefficients!['z']! * z[row]!;
      expect(probabilities[row]![1]).toBeCloseTo(1 / (1 + Math.exp(-margin - ofCategory)), 6);
    }
  });

  it('has no finite answer where classes part without error, but for a ridge', async () => {
    const apart = Table.fromColumns({ x: [1, 2, 3, 4], y: [...'aabb'] });
    await expect(new LogisticRegression({ ridge: 0 }).fit(apart, target)).rejects.toMatchObject({
      code: 'diverged',
      message: expect.stringContaining('ridge must be above 0'),
    });
    const model = await new LogisticRegression({ ridge: 0.1 }).fit(apart, target);
    expect(await model.predict(apart)).toEqual([...'aabb']);
  });

  it('shares out between features that are the same', async () => {
    const twins = two.withColumn('twin', x);
    const model = await new LogisticRegression({ ridge: 0 }).fit(twins, target);
    const { '1': coefficients } = model.coefficients;
    expect(coefficients!['x']).toBeCloseTo(golden.binary[0]!.coefficients[0]! / 2, 6);
    expect(coefficients!['twin']).toBeCloseTo(golden.binary[0]!.coefficients[0]! / 2, 6);
  });

  it('goes through the origin without an intercept', async () => {
    const model = await new LogisticRegression({ fitIntercept: false, ridge: 0 }).fit(two, target);
    const nothing = Table.fromColumns({ x: [0], z: [0], g: ['a'] });
    expect(await model.predictProba(nothing)).toEqual([Float32Array.of(0.5, 0.5)]);
    expect(model.countParams()).toBe(4);
  });

  it.each([
    [{ ridge: -1 }, 'ridge must be a finite number of at least 0; received -1'],
    [{ maxIterations: 0 }, 'maxIterations must be an integer of at least 1; received 0'],
  ])('refuses %p', async (options, message) => {
    await expect(new LogisticRegression(options).fit(two, target)).rejects.toThrow(message);
  });
});

import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import type { ModelRun } from './model-result';
import { pairedTests, pairedTTest } from './significance';
import { twoSidedProbability } from './student-t';

describe('twoSidedProbability', () => {
  // Quantiles of Student's t, from printed tables and, with many degrees of freedom, the normal distribution.
  it.each([
    [12.7062, 1, 0.05],
    [4.30265, 2, 0.05],
    [2.22814, 10, 0.05],
    [3.16927, 10, 0.01],
    [2.57058, 5, 0.05],
    [1.95996, 1e7, 0.05],
    [3.29053, 1e7, 0.001],
    [0, 7, 1],
  ])('t = %d with %d degrees of freedom', (t, degreesOfFreedom, p) => {
    expect(twoSidedProbability(t, degreesOfFreedom)).toBeCloseTo(p, 5);
    expect(twoSidedProbability(-t, degreesOfFreedom)).toBeCloseTo(p, 5);
  });

  it('is a closed form with one and with two degrees of freedom', () => {
    for (const t of [0.1, 0.7, 3, 40]) {
      expect(twoSidedProbability(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(twoSidedProbability(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });
});

describe('pairedTTest', () => {
  it('divides the mean of the differences by its standard error', () => {
    const { difference, standardError, degreesOfFreedom, p } = pairedTTest([1, 2, 3, 4]);
    expect([difference, degreesOfFreedom]).toEqual([2.5, 3]);
    expect(standardError).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
    // t = 3.8730 with 3 degrees of freedom.
    expect(p).toBeCloseTo(0.0305, 4);
  });

  it('calls chance significant about as often as it says', () => {
    const random = createRandom(1);
    let significant = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const differences = Array.from({ length: 5 }, () => random.normal());
      if (pairedTTest(differences).p < 0.05) significant++;
    }
    expect(significant).toBeGreaterThan(70);
    expect(significant).toBeLessThan(130);
  });

  it('proves nothing by one pair or by no difference', () => {
    expect(pairedTTest([3]).p).toBe(1);
    expect(pairedTTest([0, 0, 0]).p).toBe(1);
  });
});

describe('pairedTests', () => {
  const random = createRandom(0);
  const actual = Float64Array.from({ length: 500 }, () => random.normal());
  const run = (
    name: string,
    seed: number,
    mse: number,
    noise: number,
  ): Pick<ModelRun, 'result' | 'predictions'> => ({
    result: resultOf(name, mse, { seed }),
    predictions: Float64Array.from(actual, value => value + noise * random.normal()),
  });

  it('pairs test rows where each model was fitted once', () => {
    const tests = pairedTests([run('A', 0, 1, 1), run('B', 0, 4, 2), run('C', 0, 1, 1)], actual);
    expect(tests.map(test => test.models)).toEqual([
      ['A', 'B'],
      ['A', 'C'],
      ['B', 'C'],
    ]);
    const [against, same] = tests;
    expect(against).toMatchObject({ over: 'test rows', pairs: 500 });
    expect(against!.difference).toBeCloseTo(-3, 0);
    expect(against!.p).toBeLessThan(1e-6);
    expect(same!.p).toBeGreaterThan(0.05);
  });

  it('pairs seeds where there are several, so that what moves both models does not count', () => {
    const runs = [10, 12, 14, 16].flatMap((mse, seed) => [
      run('A', seed, mse, 1),
      run('B', seed, mse - 0.5 + 0.1 * (seed % 2), 1),
    ]);
    const [test] = pairedTests(runs, actual);
    expect(test).toMatchObject({ over: 'seeds', pairs: 4, degreesOfFreedom: 3 });
    expect(test!.difference).toBeCloseTo(0.45, 12);
    expect(test!.p).toBeLessThan(0.01);
  });

  it('pairs test rows where seeds change nothing', () => {
    const runs = [0, 1].flatMap(seed => [run('A', seed, 1, 1), run('B', seed, 4, 2)]);
    expect(pairedTests(runs, actual)[0]).toMatchObject({ over: 'test rows', pairs: 500 });
  });
});

import { expect, it } from '@jest/globals';
import { spreadOf } from './spread-of-members';

it('gives mean and standard deviation of the members in the units of the target', () => {
  const members = Float32Array.of(1, 3, 0, 0);
  const { mean, standardDeviation } = spreadOf(members, 2, { mean: 100, standardDeviation: 10 });
  expect([...mean]).toEqual([120, 100]);
  expect(standardDeviation[0]).toBeCloseTo(10 * Math.SQRT2, 5);
  expect(standardDeviation[1]).toBe(0);
});

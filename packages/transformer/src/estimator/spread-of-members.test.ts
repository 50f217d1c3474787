import { expect, it } from '@jest/globals';
import { spreadOf } from './spread-of-members';

it('gives mean and standard deviation of the members', () => {
  const { mean, standardDeviation } = spreadOf(Float32Array.of(1, 3, 0, 0), 2);
  expect([...mean]).toEqual([2, 0]);
  expect(standardDeviation[0]).toBeCloseTo(Math.SQRT2, 6);
  expect(standardDeviation[1]).toBe(0);
});

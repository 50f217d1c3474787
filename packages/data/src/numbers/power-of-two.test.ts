import { describe, expect, it } from '@jest/globals';
import { largestMagnitude, powerOfTwo } from './power-of-two';

describe('powerOfTwo', () => {
  it.each([
    [1, 1],
    [-3, 2],
    [1e18, 2 ** 59],
    [0.1, 2 ** -4],
    [0, 1],
    [Infinity, 1],
    [NaN, 1],
  ])('is, for %p, %p', (value, power) => {
    expect(powerOfTwo(value)).toBe(power);
  });

  it.each([Number.MAX_VALUE, Number.MIN_VALUE, 1e300, 1e-300])(
    'divides %p and multiplies it back exactly',
    value => {
      const power = powerOfTwo(value);
      expect(Number.isFinite(1 / power)).toBe(true);
      expect((value / power) * power).toBe(value);
    },
  );
});

describe('largestMagnitude', () => {
  it('looks at finite numbers only', () => {
    expect(largestMagnitude([1, -5, NaN, -Infinity])).toBe(5);
    expect(largestMagnitude([NaN])).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { gaussLegendre } from './gauss-legendre';

describe('gaussLegendre', () => {
  it.each([1, 2, 3, 8, 20])('with %d points integrates powers up to 2n − 1 exactly', count => {
    const { points, weights } = gaussLegendre(count);
    for (let degree = 0; degree < 2 * count; degree++) {
      const integral = points.reduce((sum, t, i) => sum + weights[i]! * t ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 13);
    }
    const beyond = points.reduce((sum, t, i) => sum + weights[i]! * t ** (2 * count), 0);
    if (count < 8) expect(Math.abs(beyond - 1 / (2 * count + 1))).toBeGreaterThan(1e-9);
  });
});

import { describe, expect, it } from '@jest/globals';
import { leastSquares } from './least-squares';

describe('leastSquares', () => {
  const rows = Float32Array.from([0, 1, 1, 0, 2, 2, 3, 1, 4, 5]);
  const targets = [3, 0, 4, -1, 9].map((_, i) => 2 * rows[2 * i]! - 3 * rows[2 * i + 1]! + 7);

  it('finds coefficients and intercept', () => {
    const { coefficients, intercept } = leastSquares(rows, targets, null);
    expect(coefficients[0]).toBeCloseTo(2, 6);
    expect(coefficients[1]).toBeCloseTo(-3, 6);
    expect(intercept).toBeCloseTo(7, 6);
  });

  it('counts a row of weight 2 as two rows', () => {
    const uneven = [1, 4, 2, 8, 5];
    const twice = Float32Array.from([...rows, rows[0]!, rows[1]!]);
    const weighted = leastSquares(rows, uneven, Float32Array.of(2, 1, 1, 1, 1));
    const repeated = leastSquares(twice, [...uneven, 1], null);
    expect(weighted.coefficients[0]).toBeCloseTo(repeated.coefficients[0]!, 8);
    expect(weighted.intercept).toBeCloseTo(repeated.intercept, 8);
  });

  it('shares a coefficient between columns that say the same', () => {
    const doubled = Float32Array.from([1, 1, 2, 2, 3, 3, 5, 5]);
    const { coefficients } = leastSquares(doubled, [2, 4, 6, 10], null);
    expect(coefficients[0]).toBeCloseTo(1, 6);
    expect(coefficients[1]).toBeCloseTo(1, 6);
  });
});

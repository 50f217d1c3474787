import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { conformalHalfWidth, coveredShare, requireCalibrationRows } from './conformal';

describe('conformalHalfWidth', () => {
  it('is the ⌈(n+1)·coverage⌉-th smallest absolute error', () => {
    const errors = [5, -1, 3, -2, 4, 9, -7, 8, 6];
    const zeros = errors.map(() => 0);
    expect(conformalHalfWidth(errors, zeros, 0.9)).toBe(9);
    expect(conformalHalfWidth(errors, zeros, 0.8)).toBe(8);
    expect(conformalHalfWidth(errors, zeros, 0.5)).toBe(5);
  });

  it('covers new rows as often as it promises, whatever the errors are like', () => {
    const random = createRandom(3);
    const skewed = (rows: number) => Float64Array.from({ length: rows }, () => random.normal() ** 2);
    let sum = 0;
    for (let trial = 0; trial < 200; trial++) {
      const halfWidth = conformalHalfWidth(skewed(49), new Float64Array(49), 0.9);
      sum += coveredShare(skewed(200), new Float64Array(200), halfWidth);
    }
    // Exactly 45/50 in expectation.
    expect(sum / 200).toBeGreaterThan(0.885);
    expect(sum / 200).toBeLessThan(0.915);
  });

  it('asks for as many rows as the coverage needs', () => {
    expect(() => requireCalibrationRows(9, 0.9)).not.toThrow();
    expect(() => requireCalibrationRows(8, 0.9)).toThrow(
      'intervals of 90.0% need at least 9 rows to calibrate on; these data leave 8',
    );
    expect(() => requireCalibrationRows(98, 0.99)).toThrow('at least 99 rows');
    expect(() => requireCalibrationRows(99, 0.99)).not.toThrow();
  });
});

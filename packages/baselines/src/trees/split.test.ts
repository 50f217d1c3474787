import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { gainToBeat, isWorse, sideGain, splitGain } from './split';

describe('isWorse', () => {
  it.each([true, false])('never passes over a better split (single precision: %s)', singlePrecision => {
    const random = createRandom(1);
    const rules = { lambda: 1, minChildWeight: 0, enoughForCategory: 10, singlePrecision };
    const gradient = -20;
    const hessian = 100;
    const whole = sideGain(gradient, hessian, rules);
    const gainOf = (left: number, leftHessian: number) =>
      splitGain(left, leftHessian, gradient - left, hessian - leftHessian, whole, rules);
    let numBetter = 0;
    let numWorse = 0;
    for (let i = 0; i < 2000; i++) {
      const left = random.normal() * 10;
      const leftHessian = 1 + random.integer(98);
      // Neighbours within a few float32 roundings of each other, where the quick answer must not be trusted.
      const best = gainOf(left, leftHessian);
      const other = left * (1 + random.normal() * 1e-7);
      const isBetter = gainOf(other, leftHessian) > best;
      const toBeat = gainToBeat(best, whole);
      const passed = isWorse(other, leftHessian, gradient - other, hessian - leftHessian, toBeat, 1);
      expect(isBetter && passed).toBe(false);
      if (isBetter) numBetter++;
      const poor = left * 0.9;
      if (isWorse(poor, leftHessian, gradient - poor, hessian - leftHessian, toBeat, 1)) numWorse++;
    }
    expect(numBetter).toBeGreaterThan(300);
    expect(numWorse).toBeGreaterThan(300);
  });

  it('passes over nothing as long as there is no best', () => {
    expect(isWorse(0, 1, 0, 1, gainToBeat(-Infinity, 0), 0)).toBe(false);
  });
});

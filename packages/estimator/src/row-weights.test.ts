import { describe, expect, it } from '@jest/globals';
import { checkWeights, leastWeight, weightedMean } from './row-weights';

describe('weights of rows', () => {
  it('are bytes where none are given', () => {
    expect(checkWeights(undefined, 3)).toEqual(Uint8Array.of(1, 1, 1));
    expect(checkWeights([0.5, 0, 2], 3)).toEqual(Float64Array.of(0.5, 0, 2));
  });

  it('have a least one above 0, and none where all are 0', () => {
    expect(leastWeight(Float64Array.of(0.5, 0, 2))).toBe(0.5);
    expect(leastWeight(new Uint8Array(2))).toBe(Infinity);
  });

  it('count in the mean', () => {
    expect(weightedMean([1, 5, 3], Float64Array.of(0.5, 0, 1.5))).toBe(2.5);
    expect(weightedMean([1, 5, 3], Uint8Array.of(1, 1, 1))).toBe(3);
  });
});

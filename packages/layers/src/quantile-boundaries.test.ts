import { describe, expect, it } from '@jest/globals';
import { quantileBoundaries } from './quantile-boundaries';

describe('quantileBoundaries', () => {
  it('cuts at quantiles, interpolated as NumPy does', () => {
    // numpy.quantile([7, 1, 4, 10, 2], [0, .25, .5, .75, 1]) and [0, 1/3, 2/3, 1]
    expect(quantileBoundaries([7, 1, 4, 10, 2], 4)).toEqual([1, 2, 4, 7, 10]);
    const thirds = quantileBoundaries(Float32Array.of(7, 1, 4, 10, 2), 3);
    [1, 2 + 2 / 3, 6, 10].forEach((edge, t) => expect(thirds[t]).toBeCloseTo(edge, 12));
  });

  it('leaves out what is missing or infinite', () => {
    expect(quantileBoundaries([NaN, 3, Infinity, 1, -Infinity, 2, NaN], 2)).toEqual([1, 2, 3]);
  });

  it('keeps one of the edges that coincide, also where only float32 holds them equal', () => {
    expect(quantileBoundaries([0, 0, 0, 0, 0, 1], 5)).toEqual([0, 1]);
    expect(quantileBoundaries([1, 1 + 1e-9, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('gives a constant column one bin, and an empty one too', () => {
    expect(quantileBoundaries([5, 5, NaN], 8)).toEqual([5, 10]);
    expect(quantileBoundaries([0.5], 8)).toEqual([0.5, 1.5]);
    expect(quantileBoundaries([-1e9, -1e9], 8)).toEqual([-1e9, 0]);
    expect(quantileBoundaries([NaN], 8)).toEqual([0, 1]);
    expect(quantileBoundaries([], 8)).toEqual([0, 1]);
  });

  it('leaves the values as they are', () => {
    const values = Object.freeze([3, 1, 2]);
    quantileBoundaries(values, 2);
    expect(values).toEqual([3, 1, 2]);
  });

  it('says what is wrong with its arguments', () => {
    expect(() => quantileBoundaries([1, 2], 0)).toThrow('numBins must be a positive integer; received 0');
  });
});

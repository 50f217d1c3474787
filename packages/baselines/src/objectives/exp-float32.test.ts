import { describe, expect, it } from '@jest/globals';
import { expFloat32 } from './exp-float32';

describe('expFloat32', () => {
  it.each([
    [0, 1],
    [-0, 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
    [88.8, Infinity],
    [-104.1, 0],
    [-103, 1.401298464324817e-45],
  ])('of %p is %p', (x, expected) => expect(expFloat32(x)).toBe(expected));

  // Among 200,000 random numbers those whose nearest float32 is another: what glibc 2.36's expf gives.
  it.each<[x: number, expected: number]>([
    [5.984233379364014, 397.11798095703125],
    [-3.1582398414611816, 0.042500484734773636],
    [3.871786117553711, 48.02809524536133],
    [-1.616552710533142, 0.19858209788799286],
    [-3.958123207092285, 0.019098926335573196],
    [-4.924100875854492, 0.007269259542226791],
  ])('of %p is what the C library gives', (x, expected) => {
    expect(Math.fround(Math.exp(x))).not.toBe(expected);
    expect(expFloat32(x)).toBe(expected);
  });

  it('is off the nearest float32 by one in the last place at most', () => {
    for (let i = -2000; i <= 2000; i++) {
      const x = Math.fround(i / 23);
      const nearest = Math.fround(Math.exp(x));
      expect(Math.abs(expFloat32(x) / nearest - 1)).toBeLessThan(2 ** -23);
    }
  });
});

import { backends, useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { grad, mul, scalar, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { randomUniform, uniformDraws } from './random-uniform';

/** The documented arithmetic, word for word, on unbounded integers. */
function documentedDraw(seed: number, state: number, i: number): number {
  const word = (n: bigint) => BigInt.asUintN(32, n);
  const mix = (n: bigint) => {
    let h = word(n);
    h ^= h >> 16n;
    h = word(h * 0x85ebca6bn);
    h ^= h >> 13n;
    h = word(h * 0xc2b2ae35n);
    return h ^ (h >> 16n);
  };
  const key = mix(mix(BigInt(seed) + 0x9e3779b9n) ^ word(BigInt(state)));
  return Number(mix(key + BigInt(i) * 0x9e3779b9n) >> 8n) * 2 ** -24;
}

describe('uniformDraws', () => {
  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [2 ** 31 - 1, 12345],
    [-7, -1],
  ])('follows the documented arithmetic, seed %d, state %d', (seed, state) => {
    const expected = Array.from({ length: 50 }, (_, i) => documentedDraw(seed, state, i));
    expect([...uniformDraws(50, seed, state)]).toEqual(expected);
  });

  it('draws uniformly and independently', () => {
    const size = 200_000;
    const draws = uniformDraws(size, 42, 7);
    const counts = new Array<number>(20).fill(0);
    let lagged = 0;
    draws.forEach((draw, i) => {
      counts[Math.floor(draw * 20)]!++;
      lagged += (draw - 0.5) * (draws[(i + 1) % size]! - 0.5);
    });
    const expected = size / 20;
    const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(43.8); // 99.9 % of a chi-square with 19 degrees of freedom
    expect(Math.abs((lagged / size) * 12)).toBeLessThan(3.3 / Math.sqrt(size));
  });

  it('has nothing in common between neighbouring states and seeds', () => {
    const base = uniformDraws(100_000, 1, 1);
    for (const other of [uniformDraws(100_000, 1, 2), uniformDraws(100_000, 2, 1)]) {
      const covariance = base.reduce((total, draw, i) => total + (draw - 0.5) * (other[i]! - 0.5), 0);
      expect(Math.abs((covariance / base.length) * 12)).toBeLessThan(3.3 / Math.sqrt(base.length));
    }
  });
});

describe.each(backends)('randomUniform on %s', backend => {
  beforeAll(() => useBackend(backend));

  it('draws what its state and seed say', () => {
    tidy(() => {
      const draws = randomUniform([2, 5], 3, scalar(9, 'int32'));
      expect(draws.shape).toEqual([2, 5]);
      expect([...draws.dataSync()]).toEqual([...uniformDraws(10, 3, 9)]);
    });
  });

  it('is a constant to the gradient', () => {
    tidy(() => {
      const state = scalar(1, 'int32');
      const gradient = grad(x => sum(mul(x, randomUniform([3], 5, state))))(tensor1d([1, 2, 3]));
      expect([...gradient.dataSync()]).toEqual([...uniformDraws(3, 5, 1)]);
    });
  });
});

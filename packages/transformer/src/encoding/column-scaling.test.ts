import { createRandom } from '@heph/data';
import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { fitScaling, isColumnScaling, scaler, type NumericScaling } from './column-scaling';
import { scaleTensor } from './scale-tensor';

const random = createRandom(1);
const normals = Float64Array.from({ length: 2000 }, () => 100 + 10 * random.normal());
const withOutliers = normals.map((value, i) => (i % 100 === 0 ? 1e7 * (i % 200 ? 1 : -1) : value));
const kinds: NumericScaling[] = ['standard', 'robust', 'quantile'];

function moments(values: Float64Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

describe('fitScaling', () => {
  beforeAll(() => useBackend('cpu'));

  it('gives mean 0 and deviation 1: exactly, about, or by ranks', () => {
    const [standard, robust, quantile] = kinds.map(kind =>
      moments(normals.map(scaler(fitScaling(kind, normals)))),
    );
    expect(standard!.mean).toBeCloseTo(0, 10);
    expect(standard!.deviation).toBeCloseTo(1, 10);
    expect(robust!.mean).toBeCloseTo(0, 1);
    expect(Math.abs(robust!.deviation - 0.9)).toBeLessThan(0.05);
    expect(quantile!.mean).toBeCloseTo(0, 2);
    expect(quantile!.deviation).toBeCloseTo(1, 2);
  });

  it('keeps the ordinary rows apart where a few are enormous, unless it is standard', () => {
    const spread = (kind: NumericScaling) => {
      const scaled = withOutliers.map(scaler(fitScaling(kind, withOutliers)));
      return moments(scaled.filter((_, i) => i % 100 !== 0)).deviation;
    };
    expect(spread('standard')).toBeLessThan(1e-4);
    expect(spread('robust')).toBeGreaterThan(0.8);
    expect(spread('quantile')).toBeGreaterThan(0.8);
  });

  it('draws in what is far out: z / √(1 + (z / 3)²) from median and quartiles', () => {
    const scale = scaler(fitScaling('robust', [1, 2, 3, 4, 5]));
    const z = (9 - 3) / (2 / 1.349);
    expect(scale(9)).toBeCloseTo(z / Math.sqrt(1 + (z / 3) ** 2), 12);
    expect(scale(3)).toBe(0);
    expect(scale(1e300)).toBeCloseTo(3, 5);
  });

  it('gives equal numbers their mean rank, and a number between two what lies between', () => {
    const scale = scaler(fitScaling('quantile', [0, 0, 0, 10, 20]));
    const levels = [0, 5, 10, 20, -1, 99].map(value => scale(value) / Math.sqrt(12) + 0.5);
    [0.25, 0.5, 0.75, 1, 0.25, 1].forEach((level, i) => expect(levels[i]).toBeCloseTo(level, 12));
  });

  describe.each(kinds)('%s', kind => {
    it.each<[string, number[]]>([
      ['nothing', []],
      ['only missing cells', [NaN, NaN]],
      ['one number', [7]],
      ['one number again and again', [0.1, 0.1, 0.1]],
      ['all but one the same', [0, 0, 0, 0, 0, 0, 0, 1]],
      ['enormous numbers', [1e300, -1e300, 3e300, NaN]],
      ['tiny numbers', [1e-300, -1e-300, 3e-300]],
    ])('makes finite numbers of %s, and states fit for JSON', (_what, values) => {
      const scaling = fitScaling(kind, values);
      const read: unknown = JSON.parse(JSON.stringify(scaling));
      expect(read).toEqual(scaling);
      expect(isColumnScaling(read)).toBe(true);
      const scale = scaler(scaling);
      for (const value of [...values, 0, 1e308, -1e308].filter(value => !Number.isNaN(value)))
        expect(Math.abs(scale(value))).toBeLessThanOrEqual(1e4);
      const distinct = new Set(values.filter(value => !Number.isNaN(value)));
      if (distinct.size > 1) expect(new Set([...distinct].map(scale)).size).toBe(distinct.size);
    });

    it('is the same on tensors, but for float32', () => {
      for (const column of [
        normals,
        withOutliers,
        Float64Array.of(5),
        Float64Array.of(),
        Float64Array.of(1, 1, 2),
      ]) {
        const scaling = fitScaling(kind, column);
        const values = Float32Array.from([...column.subarray(0, 300), 0, 1e30, -1e30]);
        const scaled = tf.tidy(() => scaleTensor(tf.tensor1d(values), scaling).dataSync());
        values.forEach((value, i) => expect(scaled[i]).toBeCloseTo(scaler(scaling)(value), 4));
      }
    });
  });
});

describe('isColumnScaling', () => {
  it.each([
    null,
    { mean: 0 },
    { mean: 0, standardDeviation: 1, softLimit: null },
    { knots: [1, 1], values: [0, 1] },
    { knots: [1, 2], values: [0] },
    { knots: [1, '2'], values: [0, 1] },
  ])('refuses %j', value => expect(isColumnScaling(value)).toBe(false));
});

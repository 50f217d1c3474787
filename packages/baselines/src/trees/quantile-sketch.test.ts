import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { Quantiles } from './quantile-sketch';

const quantiles = (values: Float32Array, weights: Float32Array, maxBins: number) =>
  new Quantiles(maxBins).of(values, weights);
const equal = (values: Float32Array) => new Float32Array(values.length).fill(1);

describe('quantiles', () => {
  it('are all values where these are few, the extremes included', () => {
    const values = Float32Array.of(3, NaN, -1, 3, 0, 7);
    expect([...quantiles(values, equal(values), 4)]).toEqual([-1, 0, 3, 7]);
    expect([...quantiles(values, equal(values), 3)]).toEqual([-1, 0, 3, 7]);
    expect([...quantiles(values, equal(values), 2)]).toEqual([-1, 3, 7]);
  });

  it('leave out missing values and those without a weight', () => {
    const values = Float32Array.of(5, NaN, 1, 9);
    expect([...quantiles(values, Float32Array.of(1, 1, 2, 0), 8)]).toEqual([1, 5]);
    expect(quantiles(values, new Float32Array(4), 8)).toHaveLength(0);
    expect(quantiles(Float32Array.of(NaN, NaN), Float32Array.of(1, 1), 8)).toHaveLength(0);
  });

  // The splits of a tree by XGBoost 1.7.4 that cuts a target at every bin of max_bin=16, trained on the same values.
  const values = Float32Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 30_011);
  it.each([
    [
      'equal weights',
      equal(values),
      [1889, 3794, 5679, 7592, 9450, 11336, 13251, 14883, 16763, 18679, 20573, 22439, 24353, 26218, 28132],
    ],
    [
      'other weights',
      values.map((_, i) => (1 + (i % 5)) / 4),
      [1879, 3802, 5676, 7561, 9451, 11333, 13006, 15127, 16776, 18676, 20557, 22433, 24341, 26215, 28113],
    ],
  ])('are XGBoost’s, with %s', (_, weights, cuts) => {
    expect([...quantiles(values, weights, 16)].slice(1, 16)).toEqual(cuts);
  });

  it('know nothing of the feature before', () => {
    const reused = new Quantiles(16);
    reused.of(
      values.map(value => -value),
      equal(values),
    );
    expect(reused.of(values, equal(values))).toEqual(quantiles(values, equal(values), 16));
    expect([...reused.of(Float32Array.of(2, 1), Float32Array.of(1, 1))]).toEqual([1, 2]);
  });

  it('have about as much weight between each two', () => {
    const random = createRandom(1);
    const many = Float32Array.from({ length: 50_000 }, () => random.normal());
    const weights = many.map(value => (value > 0 ? 3 : 1));
    const found = quantiles(many, weights, 64);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let bin = 0; bin < 64; bin++) {
      const inBin = weights.filter((_, row) => many[row]! >= found[bin]! && many[row]! < found[bin + 1]!);
      const share = inBin.reduce((sum, weight) => sum + weight, 0) / total;
      expect(Math.abs(64 * share - 1)).toBeLessThan(0.3);
    }
  });
});

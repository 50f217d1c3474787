import { describe, expect, it } from '@jest/globals';
import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from './regression';

// The example that scikit-learn's documentation works through.
const yTrue = [3, -0.5, 2, 7];
const yPred = Float32Array.of(2.5, 0, 2, 8);

describe('regression metrics', () => {
  it("give scikit-learn's values", () => {
    expect(meanSquaredError(yTrue, yPred)).toBe(0.375);
    expect(rootMeanSquaredError(yTrue, yPred)).toBeCloseTo(0.6123724356957945, 15);
    expect(meanAbsoluteError(yTrue, yPred)).toBe(0.5);
    expect(r2Score(yTrue, yPred)).toBeCloseTo(0.9486081370449679, 15);
  });

  it.each([meanSquaredError, rootMeanSquaredError, meanAbsoluteError, r2Score])(
    '%p refuses unequal lengths and nothing',
    metric => {
      expect(() => metric([1, 2], [1])).toThrow(
        new RangeError('yTrue and yPred must have one length; received 2 and 1'),
      );
      expect(() => metric([], [])).toThrow(RangeError);
    },
  );

  it('keep the digits of long sums', () => {
    const n = 1_000_000;
    expect(meanAbsoluteError(new Float64Array(n).fill(0.1), new Float64Array(n))).toBe(0.1);
    expect(meanAbsoluteError([1e16, 1, 1, 1, 1], [0, 0, 0, 0, 0])).toBe((1e16 + 4) / 5);
    expect(r2Score([1e9, 1e9 + 1, 1e9 + 2], [1e9, 1e9 + 1, 1e9 + 3])).toBeCloseTo(0.5, 12);
  });

  it('let NaN and infinity show', () => {
    expect(meanSquaredError([1, 2], [1, NaN])).toBeNaN();
    expect(meanSquaredError([1, 2], [1, Infinity])).toBe(Infinity);
    expect(meanAbsoluteError([1, 2, 3], [1, -Infinity, 3])).toBe(Infinity);
  });

  it.each([1e300, -1e200, 1e18, 1e-18, 1e-200, 1e-300])('measure numbers of any size: %p', size => {
    const [truth, said] = [yTrue, [...yPred]].map(values => values.map(value => value * size));
    expect(r2Score(truth!, said!)).toBeCloseTo(r2Score(yTrue, yPred), 12);
    expect(r2Score(truth!, truth!)).toBe(1);
    expect(r2Score(truth!, [0, 0, 0, 0])).toBeCloseTo(r2Score(yTrue, [0, 0, 0, 0]), 12);
    expect(meanAbsoluteError(truth!, said!) / Math.abs(size)).toBeCloseTo(0.5, 12);
    expect(rootMeanSquaredError(truth!, said!) / Math.abs(size)).toBeCloseTo(0.6123724356957945, 12);
  });

  it('measure the largest numbers that there are', () => {
    const [most, least] = [Number.MAX_VALUE, -Number.MAX_VALUE];
    expect(r2Score([most, least], [most, least])).toBe(1);
    expect(r2Score([most, least], [least, most])).toBe(-3);
    expect(meanAbsoluteError([most, most], [most, 0])).toBe(most / 2);
  });

  it('call a mean square infinite or 0 only where a double cannot hold it', () => {
    expect(meanSquaredError([1e150, 0], [0, 0])).toBeCloseTo(5e299, -288);
    expect(meanSquaredError([1e160, 0], [0, 0])).toBe(Infinity);
    expect(meanSquaredError([1e-150, 0], [0, 0])).toBeCloseTo(5e-301, 310);
    expect(meanSquaredError([1e-170, 0], [0, 0])).toBe(0);
  });
});

describe('r2Score', () => {
  it('is 0 for the mean and negative below it', () => {
    expect(r2Score([1, 2, 3], [2, 2, 2])).toBe(0);
    expect(r2Score([1, 2, 3], [3, 2, 1])).toBe(-3);
  });

  it('has a value where the truth is constant, none for a single row', () => {
    expect(r2Score([5, 5], [5, 5])).toBe(1);
    expect(r2Score([5, 5], [5, 6])).toBe(0);
    expect(r2Score([5], [5])).toBeNaN();
  });
});

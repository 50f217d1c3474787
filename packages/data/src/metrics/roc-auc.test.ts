import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random/random';
import { rocAuc } from './roc-auc';

/** The definition, pair by pair. */
function pairwise(yTrue: number[], scores: number[]): number {
  let won = 0;
  let pairs = 0;
  yTrue.forEach((label, i) =>
    yTrue.forEach((other, j) => {
      if (label !== 1 || other !== 0) return;
      pairs++;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }),
  );
  return won / pairs;
}

describe('rocAuc', () => {
  it("gives scikit-learn's value", () => {
    expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it('takes booleans and text as labels', () => {
    expect(rocAuc([false, false, true, true], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
    expect(rocAuc(['0', '0.0', '1', 'True'], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it('counts ties half', () => {
    expect(rocAuc([0, 1, 0, 1], [1, 1, 1, 1])).toBe(0.5);
    expect(rocAuc([0, 1, 1], [0.5, 0.5, 0.9])).toBe(0.75);
    expect(rocAuc([0, 1], [Infinity, Infinity])).toBe(0.5);
  });

  it('agrees with the definition on many tied scores', () => {
    const random = createRandom(1);
    const yTrue = Array.from({ length: 200 }, () => random.integer(2));
    const scores = Array.from({ length: 200 }, () => random.integer(20) / 7);
    expect(rocAuc(yTrue, scores)).toBeCloseTo(pairwise(yTrue, scores), 14);
    expect(
      rocAuc(
        yTrue,
        scores.map(score => -score),
      ),
    ).toBeCloseTo(1 - pairwise(yTrue, scores), 14);
  });

  it.each([
    [[1, 1], [0.1, 0.2], 'yTrue must hold both classes; received only 1'],
    [[0, 2], [0.1, 0.2], 'yTrue must hold only 0 and 1; received 2 at 1'],
    [[0, 1], [0.1, NaN], 'yPred must hold numbers; received NaN at 1'],
    [[0, 1], [0.1], 'one length'],
    [[], [], 'must not be empty'],
  ])('refuses %j with %j', (yTrue, yPred, message) => {
    expect(() => rocAuc(yTrue, yPred)).toThrow(RangeError);
    expect(() => rocAuc(yTrue, yPred)).toThrow(message);
  });
});

import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { reconstructionLoss, type NumericLoss } from './reconstruction-loss';

// Two numeric columns and one of three codes; of four rows some cells are hidden.
const guesses = [
  [0.5, 1, 2, 0, -1],
  [0, 2, 0, 0, 0],
  [1, -1, 1, 1, 3],
  [9, 9, 9, 9, 9],
];
const values = [[1, 1.5], [2, 2], [0, 1], [0, 0]]; // prettier-ignore
const numericMask = [[1, 0], [1, 1], [0, 1], [0, 0]]; // prettier-ignore
const codes = [[0], [1], [2], [0]];
const codeMask = [[1], [0], [1], [0]];

const crossEntropy = (logits: number[], code: number) =>
  Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[code]!;
const ofCategories = (crossEntropy([2, 0, -1], 0) + crossEntropy([1, 1, 3], 2)) / 2;

function loss(numericLoss: NumericLoss, mask = numericMask): number {
  return tf.tidy(() => {
    const truth = [tf.tensor2d(values), tf.tensor2d(mask), tf.tensor2d(codes), tf.tensor2d(codeMask)];
    const columns = { numNumeric: 2, cardinalities: [3], numericLoss };
    return reconstructionLoss(tf.tensor2d(guesses), truth, columns).dataSync()[0]!;
  });
}

describe('the loss of guessed cells', () => {
  beforeAll(() => useBackend('cpu'));

  it('is squared error and cross-entropy of hidden cells, by their shares of the columns', () => {
    const squared = (0.5 ** 2 + 2 ** 2 + 0 + 2 ** 2) / 4;
    expect(loss('squaredError')).toBeCloseTo((2 / 3) * squared + ofCategories / 3, 5);
  });

  it("takes the logarithm of each column's mean squared error", () => {
    const columns = [(0.5 ** 2 + 2 ** 2) / 2, (0 + 2 ** 2) / 2].map(mean => Math.log(mean + 1e-4));
    const mean = (columns[0]! + columns[1]!) / 2;
    expect(loss('logSquaredError')).toBeCloseTo((2 / 3) * mean + ofCategories / 3, 5);
  });

  it('is finite where no cell of a column is hidden', () => {
    const nothing = numericMask.map(([first]) => [first!, 0]);
    const expected = (Math.log((0.5 ** 2 + 2 ** 2) / 2 + 1e-4) + Math.log(1e-4)) / 2;
    expect(loss('logSquaredError', nothing)).toBeCloseTo((2 / 3) * expected + ofCategories / 3, 4);
  });
});

import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, probabilities } from './cross-entropy';

const logits = Float32Array.of(1, 2, 3, 0, 0, 0, -2, 5, 1);
const places = [2, 0, 0];

describe('crossEntropy', () => {
  beforeAll(() => useBackend('cpu'));

  it('is −ln of the probability of the true class, in the loss as in the figures', () => {
    const { encode, loss, judge } = crossEntropy(3);
    const losses = tf.tidy(() =>
      Array.from(loss(tf.tensor2d(logits, [3, 3]), tf.tensor2d(encode(places), [3, 1], 'int32')).dataSync()),
    );
    const expected = [
      Math.log(1 + Math.exp(-1) + Math.exp(-2)),
      Math.log(3),
      7 + Math.log(1 + Math.exp(-4) + Math.exp(-7)),
    ];
    losses.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    const { val_loss, val_accuracy } = judge(logits, places);
    expect(val_loss).toBeCloseTo(expected.reduce((sum, value) => sum + value) / 3, 6);
    expect(val_accuracy).toBeCloseTo(2 / 3, 12);
  });

  it('stays finite where a network is very sure, and wrong', () => {
    const sure = Float32Array.of(3e38, -3e38, 0);
    expect(probabilities(sure, 3)).toEqual([Float64Array.of(1, 0, 0)]);
    expect(crossEntropy(3).judge(sure, [1])).toEqual({
      val_loss: -Math.log(Number.MIN_VALUE),
      val_accuracy: 0,
    });
  });
});

import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { WeightAverage } from './weight-average';

describe('WeightAverage', () => {
  beforeAll(() => useBackend('cpu'));

  it('follows the weights and changes places with them', () => {
    const weight = tf.tidy(() => tf.variable(tf.tensor1d([0, 8])));
    const average = new WeightAverage([weight], 0.75);
    weight.assign(tf.tensor1d([4, 0]));
    tf.tidy(() => average.update(tf.scalar(0.75)));
    average.swap();
    expect(Array.from(weight.dataSync())).toEqual([1, 6]);
    average.swap();
    expect(Array.from(weight.dataSync())).toEqual([4, 0]);
    average.dispose();
    weight.dispose();
  });

  it('starts with a shorter memory', () => {
    const average = new WeightAverage([], 0.9);
    expect(average.decayAt(0)).toBeCloseTo(0.1, 12);
    expect(average.decayAt(1e6)).toBe(0.9);
  });
});

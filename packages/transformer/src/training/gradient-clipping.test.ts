import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { clipByGlobalNorm } from './gradient-clipping';

describe('clipByGlobalNorm', () => {
  beforeAll(() => useBackend('cpu'));
  const gradients = () => ({ a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4]]) });
  const values = (clipped: tf.NamedTensorMap) => [...clipped.a!.dataSync(), ...clipped.b!.dataSync()];

  it('scales all gradients by one factor', () => {
    tf.tidy(() => {
      const [x, y, z] = values(clipByGlobalNorm(gradients(), 1));
      expect(x).toBeCloseTo(0.6, 5);
      expect(y).toBe(0);
      expect(z).toBeCloseTo(0.8, 5);
    });
  });

  it('leaves small ones alone', () => {
    tf.tidy(() => expect(values(clipByGlobalNorm(gradients(), 6))).toEqual([3, 0, 4]));
  });
});

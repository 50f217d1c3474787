import { runLayerTest } from '@heph/testing';
import { randomNormal } from '@tensorflow/tfjs-core';
import { classToken } from './class-token';

runLayerTest('classToken', {
  create: () => classToken({ seed: 1 }),
  inputs: () => [randomNormal([4, 2, 3], 0, 1, 'float32', 1)],
  accepts: shape => shape.length === 3 && shape[2] === 3,
  references: [
    {
      inputs: [{ shape: [2, 1, 2], data: [1, 2, 3, 4] }],
      weights: { token: { shape: [1, 1, 2], data: [8, 9] } },
      output: { shape: [2, 2, 2], data: [8, 9, 1, 2, 8, 9, 3, 4] },
      probe: { shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] },
      inputGradients: [{ shape: [2, 1, 2], data: [3, 4, 7, 8] }],
      weightGradients: { token: { shape: [1, 1, 2], data: [6, 8] } },
    },
  ],
});

import { runLayerTest } from '@heph/testing';
import { randomNormal } from '@tensorflow/tfjs-core';
import { attentionPooling } from './attention-pooling';

// Scores of 0 and ln 3 weigh the tokens 1 : 3.
runLayerTest('attentionPooling', {
  create: () => attentionPooling({ seed: 1 }),
  inputs: () => [randomNormal([4, 3, 2], 0, 1, 'float32', 1)],
  accepts: shape => shape.length === 3 && shape[2] === 2,
  references: [
    {
      inputs: [{ shape: [1, 2, 4], data: [0, 4, 0, 8, 1, 0, 0, 4] }],
      weights: { query: { shape: [4, 1], data: [2 * Math.log(3), 0, 0, 0] } },
      output: { shape: [1, 4], data: [0.75, 1, 0, 5] },
    },
  ],
});

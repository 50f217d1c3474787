import { runLayerTest } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal } from '@tensorflow/tfjs-core';
import { pairInteraction } from './pair-interaction';

runLayerTest('pairInteraction', {
  create: () =>
    pairInteraction({
      pairs: [
        [0, 2],
        [2, 1],
      ],
      rank: 2,
      outputDim: 3,
      seed: 1,
    }),
  inputs: () => [randomNormal([4, 3, 5], 0, 1, 'float32', 1)],
  references: [
    {
      inputs: [{ shape: [1, 3, 2], data: [1, 2, 3, 4, 5, 6] }],
      weights: {
        u: { shape: [2, 2], data: [1, 0, 0, 1] },
        v: { shape: [2, 2], data: [0, 1, 1, 0] },
        w: { shape: [2, 2, 3], data: [1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0] },
      },
      // [1, 2] ⊙ [6, 5] and [5, 6] ⊙ [4, 3], each times a kernel of its own
      output: { shape: [1, 2, 3], data: [6, 10, 16, 20, 18, 0] },
    },
  ],
});

describe('pairInteraction', () => {
  it('says what is wrong with its arguments', () => {
    expect(() => pairInteraction({ pairs: [], rank: 1, outputDim: 1 })).toThrow(
      'the number of pairs must be a positive integer; received 0',
    );
    expect(() => pairInteraction({ pairs: [[-1, 0]], rank: 1, outputDim: 1 })).toThrow(
      'pairs[0] must be two different column positions; received [-1, 0]',
    );
    expect(() => pairInteraction({ pairs: [[0, 1]], rank: 1, outputDim: 1 }).build([null, 1, 4])).toThrow(
      'pairs[0] must lie within the 1 columns; received [0, 1]',
    );
  });
});

import { runLayerTest } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal, tensor } from '@tensorflow/tfjs-core';
import { stateTokens } from './state-tokens';

runLayerTest('stateTokens', {
  create: () => stateTokens({ numStates: 2, seed: 1 }),
  inputs: () => [
    randomNormal([4, 2, 3], 0, 1, 'float32', 1),
    tensor([0, 1, 2, 0, 0, 2, 1, 1], [4, 2], 'int32'),
  ],
  codes: { input: 1, counts: [3, 3] },
  references: [
    {
      inputs: [
        { shape: [2, 2, 1], data: [1, 2, 3, 4] },
        { shape: [2, 2], data: [0, 1, 2, 0], dtype: 'int32' },
      ],
      weights: { tokens: { shape: [2, 2, 1], data: [10, 20, 30, 40] } },
      output: { shape: [2, 2, 1], data: [1, 20, 30, 4] },
      probe: { shape: [2, 2, 1], data: [5, 6, 7, 8] },
      inputGradients: [{ shape: [2, 2, 1], data: [5, 0, 0, 8] }],
      weightGradients: { tokens: { shape: [2, 2, 1], data: [0, 6, 7, 0] } },
    },
  ],
});

describe('stateTokens', () => {
  it('says what is wrong with its inputs', () => {
    expect(() => stateTokens({ numStates: 1 }).build([[null, 2, 3]])).toThrow(
      'stateTokens expects inputs [batch, n, d] and [batch, n]; received shapes [[null,2,3]]',
    );
  });
});

import { runLayerTest } from '@heph/testing';
import { expect, it } from '@jest/globals';
import { ones, randomNormal } from '@tensorflow/tfjs-core';
import { selectToken } from './select-token';

runLayerTest('selectToken', {
  create: () => selectToken({ index: 1 }),
  inputs: () => [randomNormal([4, 3, 2], 0, 1, 'float32', 1)],
  accepts: shape => shape.length === 3 && shape[1]! > 1,
  references: [
    {
      inputs: [{ shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }],
      weights: {},
      output: { shape: [2, 2], data: [3, 4, 7, 8] },
      probe: { shape: [2, 2], data: [1, 2, 3, 4] },
      inputGradients: [{ shape: [2, 2, 2], data: [0, 0, 1, 2, 0, 0, 3, 4] }],
      weightGradients: {},
    },
  ],
});

it('refuses a token that is not there', () => {
  expect(() => selectToken({ index: -1 })).toThrow(/index must be a non-negative integer; received -1/);
  expect(() => selectToken({ index: 3 }).apply(ones([2, 3, 4]))).toThrow(
    /below the number of tokens, 3; received 3/,
  );
});

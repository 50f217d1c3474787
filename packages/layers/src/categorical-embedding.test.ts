import { runLayerTest } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { tensor } from '@tensorflow/tfjs-core';
import { categoricalEmbedding } from './categorical-embedding';

runLayerTest('categoricalEmbedding', {
  create: () => categoricalEmbedding({ cardinalities: [3, 2], outputDim: 2, seed: 1 }),
  inputs: () => [tensor([0, 1, 2, 0, 2, 1, 1, 1], [4, 2], 'int32')],
  codes: { input: 0, counts: [3, 2] },
  references: [
    {
      inputs: [{ shape: [3, 2], data: [2, 0, 0, 1, 2, 1], dtype: 'int32' }],
      weights: { embeddings: { shape: [5, 2], data: [10, 1, 20, 2, 30, 3, 40, 4, 50, 5] } },
      output: { shape: [3, 2, 2], data: [30, 3, 40, 4, 10, 1, 50, 5, 30, 3, 50, 5] },
      probe: { shape: [3, 2, 2], data: [1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5] },
      weightGradients: { embeddings: { shape: [5, 2], data: [1, 1, 0, 0, 3, 4, 1, 1, 5, 6] } },
    },
  ],
});

describe('categoricalEmbedding', () => {
  it('says what is wrong with its arguments', () => {
    expect(() => categoricalEmbedding({ cardinalities: [3, 0], outputDim: 2 })).toThrow(
      'cardinalities[1] must be a positive integer; received 0',
    );
    expect(() => categoricalEmbedding({ cardinalities: [3], outputDim: 2 }).build([null, 2])).toThrow(
      'categoricalEmbedding expects 1 columns, one for each cardinality; received shape [, 2]',
    );
  });
});

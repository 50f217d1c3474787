import { runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal, tidy } from '@tensorflow/tfjs-core';
import { numericEmbedding } from './numeric-embedding';

const inputs = () => [randomNormal([4, 3], 0, 1, 'float32', 1)];

runLayerTest('numericEmbedding, linear', {
  create: () => numericEmbedding({ kind: 'linear', outputDim: 5, activation: 'tanh', seed: 1 }),
  inputs,
  references: [
    {
      inputs: [{ shape: [1, 2], data: [0.5, -2] }],
      weights: {
        kernel: { shape: [2, 5], data: [0, 1, 2, 3, 4, 1, 1, 1, 1, 1] },
        bias: { shape: [2, 5], data: [0, 0, 0, 0, 0, 1, 2, 3, 4, 5] },
      },
      output: {
        shape: [1, 2, 5],
        data: [0, 0.5, 1, 1.5, 2, -1, 0, 1, 2, 3].map(Math.tanh),
      },
    },
  ],
});

// Frequencies of ½ and ¼ turn a half into a quarter and an eighth of a turn.
const half = Math.SQRT1_2;
runLayerTest('numericEmbedding, periodic', {
  create: () =>
    numericEmbedding({ kind: 'periodic', outputDim: 2, numFrequencies: 2, frequencyScale: 0.5, seed: 1 }),
  inputs,
  references: [
    {
      inputs: [{ shape: [1, 2], data: [0.5, -0.5] }],
      weights: {
        frequencies: { shape: [2, 2], data: [0.5, 0.25, 0.5, 0.25] },
        kernel: {
          shape: [2, 4, 2],
          data: [1, 0, 0, 1, 10, 0, 0, 10, 1, 0, 0, 1, 10, 0, 0, 10],
        },
        bias: { shape: [2, 2], data: [5, 5, 0, 0] },
      },
      output: { shape: [1, 2, 2], data: [6, 5 + 11 * half, -1, 9 * half] },
    },
  ],
});

describe('numericEmbedding', () => {
  it('draws its frequencies on the scale asked for', async () => {
    await useBackend('cpu');
    tidy(() => {
      const spread = (frequencyScale: number) => {
        const layer = numericEmbedding({ kind: 'periodic', outputDim: 1, frequencyScale, seed: 1 });
        layer.build([null, 200]);
        const frequencies = [...layer.getWeights()[0]!.dataSync()];
        return Math.sqrt(frequencies.reduce((sum, value) => sum + value * value, 0) / frequencies.length);
      };
      expect(spread(0.3)).toBeCloseTo(0.3, 2);
      expect(spread(2)).toBeCloseTo(2, 1);
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => numericEmbedding({ kind: 'cubic' as 'linear', outputDim: 2 })).toThrow(
      'kind must be one of linear, periodic; received cubic',
    );
    expect(() => numericEmbedding({ kind: 'linear', outputDim: 2 }).build([null, 3, 1])).toThrow(
      'numericEmbedding expects input [batch, n]; received shape [, 3, 1]',
    );
  });
});

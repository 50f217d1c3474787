import { runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { mul, randomNormal, tidy } from '@tensorflow/tfjs-core';
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

/** Equation 1 of the paper in double precision, then each column's map; edges[j] and kernel[j] have a column's own bins. */
function piecewiseReference(rows: number[][], edges: number[][], kernel: number[][][], bias: number[][]) {
  return rows.flatMap(row =>
    row.flatMap((x, j) => {
      const bins = edges[j]!.length - 1;
      const encoding = Array.from({ length: bins }, (_, t) => {
        const [start, end] = [edges[j]![t]!, edges[j]![t + 1]!];
        if (x < start && t > 0) return 0;
        if (x >= end && t < bins - 1) return 1;
        return (x - start) / (end - start);
      });
      return bias[j]!.map((b, k) => encoding.reduce((sum, e, t) => sum + e * kernel[j]![t]![k]!, b));
    }),
  );
}

const boundaries = [
  [-1, 0.5, 2, 10],
  [3, 4],
  [-5, -4.5, 0],
];
const rows = [
  [-3, 3.25, -4.75],
  [-1, 1, -7],
  [0.5, 6, -4.5],
  [1.25, 3, 1],
  [9, 4, -0.5],
  [12, 3.5, 0],
];
const kernel = [
  [
    [0.3, -1],
    [2, 0.7],
    [-0.9, 1.1],
  ],
  [[0.6, 0.4]],
  [
    [-2, 0.25],
    [1.5, -0.8],
  ],
];
const bias = [
  [0.1, 0.2],
  [-1, 1],
  [0.5, 0],
];
// The second column leaves two bins unused, the third one: whatever stands there is without effect.
const filledKernel = [...kernel[0]!, ...kernel[1]!, [7, 7], [7, 7], ...kernel[2]!, [7, 7]].flat();

runLayerTest('numericEmbedding, piecewise linear', {
  create: () => numericEmbedding({ kind: 'piecewiseLinear', boundaries, outputDim: 2, seed: 1 }),
  inputs: () => [tidy(() => mul(randomNormal([6, 3], 0, 1, 'float32', 1), [2, 3, 4]))],
  references: [
    {
      inputs: [{ shape: [6, 3], data: rows.flat() }],
      weights: {
        kernel: { shape: [3, 3, 2], data: filledKernel },
        bias: { shape: [3, 2], data: bias.flat() },
      },
      output: { shape: [6, 3, 2], data: piecewiseReference(rows, boundaries, kernel, bias) },
    },
    {
      inputs: [{ shape: [2, 3], data: [-3, 5, -6, 2, 2, -4.5] }],
      weights: {
        kernel: { shape: [3, 3, 2], data: filledKernel },
        bias: { shape: [3, 2], data: bias.flat() },
      },
      output: {
        shape: [2, 3, 2],
        data: piecewiseReference(
          [
            [-3, 5, -6],
            [2, 2, -4.5],
          ],
          boundaries,
          kernel,
          bias,
        ),
      },
      probe: { shape: [2, 3, 2], data: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0] },
      // The slope of the bin that a number is in: on an edge of the bin above, beyond the ends of the outermost one.
      inputGradients: [{ shape: [2, 3], data: [0.3 / 1.5, 0.6, -2 / 0.5, -0.9 / 8, 0.6, 1.5 / 4.5] }],
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
      'kind must be one of linear, periodic, piecewiseLinear; received cubic',
    );
    expect(() => numericEmbedding({ kind: 'linear', outputDim: 2 }).build([null, 3, 1])).toThrow(
      'numericEmbedding expects input [batch, n]; received shape [, 3, 1]',
    );
    const bins = (given?: number[][]) =>
      numericEmbedding({ kind: 'piecewiseLinear', outputDim: 2, ...(given && { boundaries: given }) });
    expect(() => bins()).toThrow('boundaries must go with kind piecewiseLinear; received none');
    expect(() => numericEmbedding({ kind: 'linear', outputDim: 2, boundaries })).toThrow(
      'boundaries must go with kind piecewiseLinear; received some with kind linear',
    );
    for (const edges of [[1], [1, 1], [2, 1], [0, NaN], [0, Infinity], [1e9, 1e9 + 1]])
      expect(() => bins([[0, 1], edges])).toThrow(
        `boundaries[1] must be at least two finite numbers that ascend, in float32 too; received [${edges.join(', ')}]`,
      );
    expect(() => bins(boundaries).build([null, 2])).toThrow(
      'numericEmbedding has boundaries of 3 columns; received shape [, 2]',
    );
  });
});

import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { ones, randomNormal, tensor, tidy, train, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { categoricalEmbedding } from './categorical-embedding';
import { linear } from './linear';
import { numericEmbedding } from './numeric-embedding';
import { uniformDraws } from './ops/random-uniform';
import { PairInteraction, pairInteraction, type PairInteractionArgs } from './pair-interaction';
import { type Pair } from './support/pairs';

const inputs = () => [randomNormal([4, 3, 5], 0, 1, 'float32', 1)];
const pairs: Pair[] = [
  [0, 2],
  [2, 1],
];

runLayerTest('pairInteraction', {
  create: () => pairInteraction({ pairs, rank: 2, outputDim: 3, seed: 1 }),
  inputs,
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

runLayerTest('pairInteraction, each pair with maps of its own', {
  create: () => pairInteraction({ pairs, rank: 1, outputDim: 2, share: false, seed: 1 }),
  inputs,
  references: [
    {
      inputs: [{ shape: [1, 3, 2], data: [1, 2, 3, 4, 5, 6] }],
      weights: {
        u: { shape: [2, 2, 1], data: [1, 0, 0, 2] },
        v: { shape: [2, 2, 1], data: [0, 1, 3, 1] },
        w: { shape: [2, 1, 2], data: [1, -1, 0.5, 2] },
      },
      // 1 · 6 and (2 · 6) · (3 · 3 + 4), each times a kernel of its own
      output: { shape: [1, 2, 2], data: [6, -6, 78, 312] },
    },
  ],
});

runLayerTest('pairInteraction, normalised, with dropout and a penalty', {
  create: () =>
    pairInteraction({
      pairs,
      rank: 4,
      outputDim: 3,
      dropout: 0.3,
      normalization: 'layer',
      epsilon: 1e-3,
      kernelRegularizer: 'l2',
      seed: 1,
    }),
  inputs,
});

/**
 * The share of y's variance that a model explains whose only product is the layer's: embedded columns, one pair of
 * them, a linear map.
 */
async function explained(
  numbers: number[][],
  codes: number[][],
  y: number[],
  args: Partial<PairInteractionArgs>,
): Promise<number> {
  const columns: SymbolicTensor[] = [];
  const placeholders: SymbolicTensor[] = [];
  const data: Tensor[] = [];
  if (numbers[0]!.length > 0) {
    const values = input({ shape: [numbers[0]!.length] });
    placeholders.push(values);
    data.push(tensor(numbers));
    columns.push(numericEmbedding({ kind: 'linear', outputDim: 6, seed: 1 }).apply(values) as SymbolicTensor);
  }
  if (codes[0]!.length > 0) {
    const values = input({ shape: [codes[0]!.length], dtype: 'int32' });
    placeholders.push(values);
    data.push(tensor(codes, [codes.length, codes[0]!.length], 'int32'));
    const embedding = categoricalEmbedding({
      cardinalities: codes[0]!.map(() => 4),
      outputDim: 6,
      seed: 2,
    });
    columns.push(embedding.apply(values) as SymbolicTensor);
  }
  const tokens =
    columns.length === 1 ? columns[0]! : (layers.concatenate({ axis: 1 }).apply(columns) as SymbolicTensor);
  const pair = pairInteraction({ pairs: [[0, 1]], rank: 8, outputDim: 4, seed: 3, ...args });
  const row = layers.flatten().apply(pair.apply(tokens)) as SymbolicTensor;
  const network = model({
    inputs: placeholders,
    outputs: linear({ units: 1, seed: 4 }).apply(row) as SymbolicTensor,
  });
  network.compile({ optimizer: train.adam(0.05), loss: 'meanSquaredError' });
  const target = tensor(y, [y.length, 1]);
  const { history } = await network.fit(data, target, {
    epochs: 80,
    batchSize: 256,
    shuffle: false,
    verbose: 0,
  });
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length;
  for (const part of [...data, target, network]) part.dispose();
  return 1 - (history['loss']!.at(-1) as number) / variance;
}

describe.each([true, false])('pairInteraction with share: %s', share => {
  const [first, second] = [1, 2].map(seed => [...uniformDraws(256, seed, 0)].map(u => 4 * u - 2));
  const draws = first!.map((a, i) => [a, second![i]!]);
  const codes = draws.map(([a, b]) => [a! > 0 ? 3 : 1, b! > 0.3 ? 2 : 0]);
  const none = draws.map(() => []);

  it('learns a product of two numbers', async () => {
    await useBackend('wasm');
    const y = draws.map(([a, b]) => a! * b!);
    expect(await explained(draws, none, y, { share })).toBeGreaterThan(0.98);
  });

  it('learns which of two categories come together', async () => {
    await useBackend('wasm');
    const y = codes.map(([c, d]) => Number((c === 3) !== (d === 2)));
    expect(await explained(none, codes, y, { share })).toBeGreaterThan(0.98);
  });

  it('learns a slope for each category', async () => {
    await useBackend('wasm');
    const y = draws.map(([a], i) => (codes[i]![1] === 2 ? 2 : -1) * a!);
    const [number, category] = [draws.map(([a]) => [a!]), codes.map(([, d]) => [d!])];
    expect(await explained(number, category, y, { share })).toBeGreaterThan(0.98);
  });
});

describe('pairInteraction', () => {
  it('drops products in training, and only then', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = pairInteraction({
        pairs: [[0, 1]],
        rank: 1,
        outputDim: 1,
        dropout: 0.5,
        kernelInitializer: 'ones',
        seed: 1,
      });
      const x = ones([50, 2, 1]);
      expect(new Set((layer.apply(x) as Tensor).dataSync())).toEqual(new Set([1]));
      expect(new Set((layer.apply(x, { training: true }) as Tensor).dataSync())).toEqual(new Set([0, 2]));
    });
  });

  it('gives normalised vectors', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = pairInteraction({ pairs, rank: 2, outputDim: 2, normalization: 'layer', seed: 1 });
      const output = layer.apply(randomNormal([3, 3, 5], 0, 100, 'float32', 1)) as Tensor;
      expectTensorsClose([...output.dataSync()].map(Math.abs), new Array<number>(12).fill(1), { rtol: 1e-3 });
    });
  });

  it('takes a penalty and a constraint on its kernels', async () => {
    await useBackend('cpu');
    tidy(() => {
      const original = pairInteraction({
        pairs: [[0, 1]],
        rank: 1,
        outputDim: 1,
        kernelInitializer: 'ones',
        kernelRegularizer: 'l2',
        kernelConstraint: 'nonNeg',
      });
      const copy = new PairInteraction(JSON.parse(JSON.stringify(original.getConfig())));
      for (const layer of [original, copy]) {
        layer.build([null, 2, 1]);
        expectTensorsClose(
          layer.calculateLosses().map(loss => loss.dataSync()[0]!),
          [0.01, 0.01, 0.01],
        );
        layer.setWeights([tensor([[-1]]), tensor([[2]]), tensor([[[-3]]])]);
        expect(layer.getWeights().map(weight => weight.dataSync()[0]!)).toEqual([0, 2, 0]);
      }
    });
  });

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

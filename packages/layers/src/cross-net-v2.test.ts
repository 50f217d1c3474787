import {
  expectTensorsClose,
  runLayerTest,
  useBackend,
  type LayerReference,
  type Values,
} from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { fill, ones, randomNormal, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';
import { CrossNetV2, crossNetV2 } from './cross-net-v2';
import paperFull from './fixtures/crossnet_paper_full.json';
import paperLowRank from './fixtures/crossnet_paper_lowrank.json';
import seedFull from './fixtures/crossnet_seed_full.json';
import seedLowRank from './fixtures/crossnet_seed_lowrank.json';

interface Golden {
  output: Values;
  probe: Values;
  inputs: Record<string, Values>;
  grads: Record<string, Values>;
}

/** The file's `kernel0` is our `kernel_0`. */
function named({ x, ...weights }: Record<string, Values>): { x: Values; weights: Record<string, Values> } {
  const entries = Object.entries(weights).map(([name, value]) => [name.replace(/(\d)$/, '_$1'), value]);
  return { x: x!, weights: Object.fromEntries(entries) };
}

function reference({ output, probe, inputs, grads }: Golden): LayerReference {
  const [values, gradients] = [named(inputs), named(grads)];
  return {
    inputs: [values.x],
    weights: values.weights,
    output,
    probe,
    inputGradients: [gradients.x],
    weightGradients: gradients.weights,
  };
}

const cases = [
  { form: 'seed', golden: seedFull },
  { form: 'seed', rank: seedLowRank.rank, golden: seedLowRank },
  { form: 'paper', golden: paperFull },
  { form: 'paper', rank: paperLowRank.rank, golden: paperLowRank },
] as const;

for (const { form, golden, ...rank } of cases) {
  runLayerTest(`crossNetV2, ${form}${'rank' in rank ? ', low rank' : ''}`, {
    create: () => crossNetV2({ numLayers: golden.layers, form, ...rank, seed: 1 }),
    inputs: () => [randomNormal([3, 4], 0, 1, 'float32', 1)],
    accepts: shape => shape.at(-1) === 4,
    references: [reference(golden)],
  });
}

runLayerTest('crossNetV2, normalised, with dropout and options for its weights', {
  create: () =>
    crossNetV2({
      numLayers: 2,
      rank: 2,
      dropout: 0.3,
      normalization: 'layer',
      epsilon: 1e-3,
      biasInitializer: 'ones',
      kernelRegularizer: 'l2',
      biasRegularizer: 'l1',
      seed: 1,
    }),
  inputs: () => [randomNormal([3, 4], 0, 1, 'float32', 1)],
  accepts: shape => shape.at(-1) === 4,
});

describe('crossNetV2', () => {
  it('drops from what is added, not from what is kept', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = crossNetV2({ numLayers: 1, dropout: 0.5, kernelInitializer: 'ones', seed: 1 });
      const x = ones([50, 1]);
      expect(new Set((layer.apply(x) as Tensor).dataSync())).toEqual(new Set([2]));
      expect(new Set((layer.apply(x, { training: true }) as Tensor).dataSync())).toEqual(new Set([1, 3]));
    });
  });

  it('normalises the output of each layer', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = crossNetV2({
        numLayers: 2,
        kernelInitializer: 'zeros',
        normalization: 'layer',
        epsilon: 1,
      });
      // Without products: (x − 2) / √(1 + 1), and that again, of variance ½.
      const once = 1 / Math.sqrt(2);
      const twice = once / Math.sqrt(0.5 + 1);
      expectTensorsClose(layer.apply(tensor([[1, 3]])) as Tensor, tensor([[-twice, twice]]));
      expect(layer.weights.map(weight => weight.originalName.split('/').at(-1))).toEqual([
        'kernel_0',
        'bias_0',
        'gamma_0',
        'beta_0',
        'kernel_1',
        'bias_1',
        'gamma_1',
        'beta_1',
      ]);
    });
  });

  it('penalises and constrains its weights as asked', async () => {
    await useBackend('cpu');
    tidy(() => {
      const original = crossNetV2({
        numLayers: 1,
        kernelInitializer: 'ones',
        kernelRegularizer: regularizers.l1({ l1: 1 }),
        kernelConstraint: 'nonNeg',
        biasInitializer: initializers.constant({ value: 2 }),
        biasRegularizer: regularizers.l1({ l1: 10 }),
        biasConstraint: 'nonNeg',
      });
      const copy = new CrossNetV2(JSON.parse(JSON.stringify(original.getConfig())));
      for (const layer of [original, copy]) {
        layer.build([null, 1]);
        expectTensorsClose(
          layer.calculateLosses().map(loss => loss.dataSync()[0]!),
          [1, 20],
        );
        layer.setWeights(layer.weights.map(weight => fill(weight.read().shape, -1)));
        expect(layer.getWeights().map(weight => weight.dataSync()[0]!)).toEqual([0, 0]);
      }
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => crossNetV2({ numLayers: 0 })).toThrow('numLayers must be a positive integer; received 0');
    expect(() => crossNetV2({ rank: -1 })).toThrow('rank must be a positive integer; received -1');
    expect(() => crossNetV2({ form: 'other' as 'seed' })).toThrow(
      'form must be one of seed, paper; received other',
    );
  });
});

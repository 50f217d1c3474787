import { runLayerTest } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import golden from './fixtures/layer_norm.json';
import { layerNorm } from './layer-norm';

const { x, ...weights } = golden.inputs;
const { x: xGradient, ...weightGradients } = golden.grads;

runLayerTest('layerNorm', {
  create: () => layerNorm({ gammaInitializer: initializers.randomNormal({ mean: 1, stddev: 0.3, seed: 7 }) }),
  inputs: () => [randomNormal([4, 3, 5], 2, 3, 'float32', 1)],
  accepts: shape => shape.at(-1) === 5,
  references: [
    {
      inputs: [x],
      weights,
      output: golden.output,
      probe: golden.probe,
      inputGradients: [xGradient],
      weightGradients,
    },
  ],
});

runLayerTest('layerNorm with an epsilon of its own', {
  create: () => layerNorm({ epsilon: 3 }),
  inputs: () => [randomNormal([4, 5], 2, 3, 'float32', 1)],
  accepts: shape => shape.at(-1) === 5,
  // Variance 1 and ε 3: the deviation counts as 2.
  references: [
    {
      inputs: [{ shape: [1, 2], data: [4, 6] }],
      weights: { gamma: { shape: [2], data: [1, 10] }, beta: { shape: [2], data: [0, 1] } },
      output: { shape: [1, 2], data: [-0.5, 6] },
    },
  ],
});

describe('layerNorm', () => {
  it('refuses an epsilon of zero', () => {
    expect(() => layerNorm({ epsilon: 0 })).toThrow(
      new RangeError('epsilon must be a positive number; received 0'),
    );
  });
});

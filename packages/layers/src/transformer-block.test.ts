import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { add, mul, randomNormal, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import { activate } from './ops/activations';
import { selfAttention } from './ops/attention';
import { layerNormalization } from './ops/layer-normalization';
import { linearMap } from './ops/linear-map';
import { transformerBlock, type TransformerBlockArgs } from './transformer-block';

const inputs = () => [randomNormal([3, 4, 6], 0, 1, 'float32', 1)];
const sizes = { numHeads: 2, feedForwardDim: 5, seed: 1 };

const kernelInitializer = initializers.heUniform({ seed: 2 });

for (const [name, args] of Object.entries<Partial<TransformerBlockArgs>>({
  'geglu, dropout': { activation: 'geglu', dropout: 0.2 },
  'gelu, norm last': { activation: 'gelu', normFirst: false, attentionDropout: 0.1 },
  'relu, no offsets': { activation: 'relu', useBias: false },
  'reglu, sizes and rates of its own': {
    activation: 'reglu',
    keyDim: 2,
    epsilon: 1e-3,
    residualDropout: 0.5,
    kernelInitializer,
  },
})) {
  runLayerTest(`transformerBlock, ${name}`, {
    create: () => transformerBlock({ ...sizes, ...args }),
    inputs,
    accepts: shape => shape.length === 3 && shape[2] === 6,
  });
}

describe('transformerBlock', () => {
  it.each([
    ['geglu', true],
    ['reglu', true],
    ['gelu', true],
    ['relu', true],
    ['geglu', false],
  ] as const)(
    'is made of the parts that its formula names, %s, normFirst %s',
    async (activation, normFirst) => {
      await useBackend('cpu');
      tidy(() => {
        const block = transformerBlock({ ...sizes, activation, normFirst });
        const [x] = inputs() as [Tensor];
        const output = block.apply(x) as Tensor;
        block.setWeights(block.getWeights().map((w, i) => randomNormal(w.shape, 0, 1, 'float32', 50 + i)));
        const weight = (name: string) =>
          block.weights.find(candidate => candidate.originalName.endsWith(`/${name}`))!.read();
        const norm = (name: string, y: Tensor) =>
          layerNormalization(y, weight(`${name}Gamma`), weight(`${name}Beta`));
        const map = (name: string, y: Tensor) => linearMap(y, weight(`${name}Kernel`), weight(`${name}Bias`));
        const attend = (y: Tensor) =>
          selfAttention(
            y,
            {
              query: weight('queryKernel'),
              key: weight('keyKernel'),
              value: weight('valueKernel'),
              output: weight('outputKernel'),
              queryBias: weight('queryBias'),
              valueBias: weight('valueBias'),
              outputBias: weight('outputBias'),
            },
            2,
          );
        const elementwise = activation.startsWith('re') ? 'relu' : 'gelu';
        const hidden = (y: Tensor) => activate(map('hidden', y), elementwise);
        const isGated = activation.endsWith('glu');
        const feed = (y: Tensor) => map('contraction', isGated ? mul(hidden(y), map('gate', y)) : hidden(y));
        const branch = (name: string, y: Tensor, f: (z: Tensor) => Tensor) =>
          normFirst ? add(y, f(norm(name, y))) : norm(name, add(y, f(y)));
        const expected = branch('feedForwardNorm', branch('attentionNorm', x, attend), feed);
        expectTensorsClose(block.apply(x) as Tensor, expected);
        expect(() => expectTensorsClose(output, expected)).toThrow('element');
      });
    },
  );

  it.each(['attentionDropout', 'feedForwardDropout', 'residualDropout'] as const)(
    'drops by %s alone, in training only',
    async rate => {
      await useBackend('cpu');
      tidy(() => {
        const block = transformerBlock({ ...sizes, dropout: 0, [rate]: 0.5 });
        const [x] = inputs() as [Tensor];
        const run = (training: boolean) => [...(block.apply(x, { training }) as Tensor).dataSync()];
        const atRest = run(false);
        const [first, second] = [run(true), run(true)];
        expect(first).not.toEqual(atRest);
        expect(second).not.toEqual(first);
        expect(run(false)).toEqual(atRest);
      });
    },
  );

  it('says what is wrong with its arguments', () => {
    expect(() => transformerBlock({ ...sizes, feedForwardDim: 0 })).toThrow(
      'feedForwardDim must be a positive integer; received 0',
    );
    expect(() => transformerBlock({ ...sizes, activation: 'tanh' as 'gelu' })).toThrow(
      'activation must be one of gelu, relu, geglu, reglu; received tanh',
    );
    expect(() => transformerBlock({ ...sizes, residualDropout: 1.5 })).toThrow(
      'residualDropout must be at least 0 and below 1; received 1.5',
    );
  });
});

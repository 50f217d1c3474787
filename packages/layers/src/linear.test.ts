import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal, tensor, tidy } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';
import { Linear, linear } from './linear';

const inputs = () => [randomNormal([4, 3, 5], 0, 1, 'float32', 1)];

runLayerTest('linear', {
  create: () => linear({ units: 6, activation: 'gelu', seed: 3, biasInitializer: initializers.ones() }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
  references: [
    {
      inputs: [{ shape: [2, 2], data: [1, 2, 3, 4] }],
      weights: {
        kernel: { shape: [2, 6], data: [1, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0] },
        bias: { shape: [6], data: [9, 9, 9, 9, 9, 9] },
      },
      output: { shape: [2, 6], data: [10, 9, 29, 9, 9, 9, 12, 9, 49, 9, 9, 9] },
    },
  ],
});

runLayerTest('linear without a bias, with a penalty', {
  create: () =>
    linear({
      units: 2,
      useBias: false,
      kernelInitializer: initializers.heNormal({ seed: 5 }),
      kernelRegularizer: regularizers.l2({ l2: 0.1 }),
    }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
});

describe('linear', () => {
  it('repeats its weights under one seed and not under another', async () => {
    await useBackend('cpu');
    tidy(() => {
      const kernelOf = (seed: number) => {
        const layer = linear({ units: 4, seed });
        layer.build([null, 3]);
        return layer.getWeights()[0]!;
      };
      expectTensorsClose(kernelOf(1), kernelOf(1), { rtol: 0, atol: 0 });
      expect(() => expectTensorsClose(kernelOf(1), kernelOf(2))).toThrow('element');
    });
  });

  it('takes initializers, regularizers and constraints by name', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = linear({
        units: 1,
        kernelInitializer: 'ones',
        kernelRegularizer: 'l1',
        kernelConstraint: 'nonNeg',
      });
      expectTensorsClose([...(layer.apply(tensor([[1, 2]])) as ReturnType<typeof tensor>).dataSync()], [3]);
      expectTensorsClose(layer.calculateLosses()[0]!, [0.02]);
      layer.setWeights([tensor([[-1], [2]]), tensor([0])]);
      expectTensorsClose(layer.getWeights()[0]!, [0, 2]);
      const copy = new Linear(JSON.parse(JSON.stringify(layer.getConfig())));
      expect(copy.getConfig()).toEqual(layer.getConfig());
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => linear({ units: 0 })).toThrow(
      new RangeError('units must be a positive integer; received 0'),
    );
    expect(() => linear({ units: 1, activation: 'swoosh' as 'relu' })).toThrow(
      /activation must be one of .*; received swoosh/,
    );
    expect(() => linear({ units: 1, kernelInitializer: 'none' as 'ones' })).toThrow(
      'no initializer is called none',
    );
    expect(() => linear({ units: 1 }).build([null, null])).toThrow(
      'linear needs to know the size of axis -1',
    );
  });
});

import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { ones, randomNormal, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { ensembleLinear } from './ensemble-linear';

runLayerTest('ensembleLinear of one input for all members', {
  create: () => ensembleLinear({ units: 5, numMembers: 3, spread: 0.5, activation: 'gelu', seed: 3 }),
  inputs: () => [randomNormal([4, 6], 0, 1, 'float32', 1)],

  references: [
    {
      inputs: [{ shape: [1, 2], data: [1, 2] }],
      weights: {
        kernel: { shape: [2, 5], data: [1, 0, 0, 0, 0, 10, 0, 0, 0, 0] },
        inputScale: { shape: [3, 2], data: [1, 1, 2, 1, 1, 0] },
        outputScale: { shape: [3, 5], data: [1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
        bias: { shape: [3, 5], data: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 19, 9, 9, 9, 9] },
      },
      output: { shape: [1, 3, 5], data: [30, 9, 9, 9, 9, 53, 9, 9, 9, 9, 20, 9, 9, 9, 9] },
    },
  ],
});

runLayerTest('ensembleLinear of an input for each member', {
  create: () => ensembleLinear({ units: 2, numMembers: 3, useBias: false, seed: 5 }),
  inputs: () => [randomNormal([4, 3, 6], 0, 1, 'float32', 1)],
});

runLayerTest('ensembleLinear with kernels of their own', {
  create: () => ensembleLinear({ units: 2, numMembers: 2, share: false, seed: 7 }),
  inputs: () => [randomNormal([4, 2, 3], 0, 1, 'float32', 1)],

  references: [
    {
      inputs: [{ shape: [1, 2, 3], data: [1, 2, 3, 4, 5, 6] }],
      weights: {
        kernel: { shape: [2, 3, 2], data: [1, 0, 1, 0, 1, 0, 0, 1, 0, 10, 0, 100] },
        bias: { shape: [2, 2], data: [0, 1, 2, 3] },
      },
      output: { shape: [1, 2, 2], data: [6, 1, 2, 657] },
    },
  ],
});

describe('ensembleLinear', () => {
  const membersOf = (spread: number, share = true) => {
    const layer = ensembleLinear({ units: 4, numMembers: 2, spread, share, seed: 1 });
    const output = layer.apply(ones([1, 3])) as Tensor;
    const values = [...output.dataSync()];
    return [values.slice(0, 4), values.slice(4)] as const;
  };

  it('has members that differ by their spread, or by kernels of their own', async () => {
    await useBackend('cpu');
    tidy(() => {
      const [a, b] = membersOf(0);
      expectTensorsClose(a, b, { rtol: 0, atol: 0 });
      const [c, d] = membersOf(0.5);
      expect(() => expectTensorsClose(c, d)).toThrow('element');
      const [e, f] = membersOf(0, false);
      expect(() => expectTensorsClose(e, f)).toThrow('element');
    });
  });

  it('refuses an input of other members, saying which it expects', () => {
    expect(() => ensembleLinear({ units: 4, numMembers: 2 }).build([null, 3, 5])).toThrow(
      'ensembleLinear expects an input of shape [batch, d] or [batch, 2, d]; received [, 3, 5]',
    );
    expect(() => ensembleLinear({ units: 4, numMembers: 0 })).toThrow(
      'numMembers must be a positive integer; received 0',
    );
  });
});

import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { expect, it } from '@jest/globals';
import { ones, randomNormal, softmax, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { memberMean } from './member-mean';

const inputs = () => [randomNormal([4, 3, 2], 0, 1, 'float32', 1)];

runLayerTest('memberMean of values', {
  create: () => memberMean(),
  inputs,
  accepts: shape => shape.length === 3,
  references: [
    {
      inputs: [{ shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }],
      weights: {},
      output: { shape: [2, 2], data: [2, 3, 6, 7] },
      probe: { shape: [2, 2], data: [1, 2, 3, 4] },
      inputGradients: [{ shape: [2, 2, 2], data: [0.5, 1, 0.5, 1, 1.5, 2, 1.5, 2] }],
      weightGradients: {},
    },
  ],
});

runLayerTest('memberMean of logits', {
  create: () => memberMean({ of: 'logits' }),
  inputs,
  accepts: shape => shape.length === 3,
});

it('averages probabilities, also of members that are sure of different things', async () => {
  await useBackend('cpu');
  tidy(() => {
    const logits = tensor([
      [
        [Math.log(0.2), Math.log(0.8)],
        [Math.log(0.6), Math.log(0.4)],
      ],
      [
        [500, -500],
        [900, -900],
      ],
    ]);
    const together = softmax(memberMean({ of: 'logits' }).apply(logits) as Tensor);
    expectTensorsClose([...together.dataSync()], [0.4, 0.6, 1, 0]);
  });
});

it('refuses what has no members', () => {
  expect(() => memberMean().apply(ones([2, 3]))).toThrow(/memberMean expects .*batch, k, units/);
  expect(() => memberMean({ of: 'votes' as never })).toThrow(/values/);
});

import { expectTensorsClose, runLayerTest, tensorOf, useBackend, type LayerReference } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { fill, ones, randomNormal, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, regularizers } from '@tensorflow/tfjs-layers';
import golden from './fixtures/lowrank_cross.json';
import { LowRankCross, lowRankCross } from './low-rank-cross';

const inputs = () => [randomNormal([6, 5], 0, 1, 'float32', 1)];

function reference(training: boolean): LayerReference {
  const { inputs: all, grads, output, probe } = golden[training ? 'training' : 'inference'];
  const { x, ...weights } = all;
  const { x: xGradient, ...weightGradients } = grads;
  const { movingMean, movingVariance } = golden.inference;
  return {
    training,
    inputs: [x],
    weights: { ...weights, movingMean, movingVariance },
    output,
    probe,
    inputGradients: [xGradient],
    weightGradients,
  };
}

runLayerTest('lowRankCross', {
  create: () => lowRankCross({ rank: golden.rank, dropout: 0, epsilon: golden.epsilon, seed: 1 }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
  references: [reference(true), reference(false)],
});

runLayerTest('lowRankCross on tokens, with dropout', {
  create: () => lowRankCross({ rank: 2, dropout: 0.3, seed: 1 }),
  inputs: () => [randomNormal([4, 3, 5], 0, 1, 'float32', 1)],
  accepts: shape => shape.at(-1) === 5,
});

runLayerTest('lowRankCross normalised by row', {
  create: () => lowRankCross({ rank: 3, normalization: 'layer', seed: 1 }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
});

runLayerTest('lowRankCross without normalisation', {
  create: () => lowRankCross({ rank: 3, normalization: 'none', dropout: 0, seed: 1 }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
});

runLayerTest('lowRankCross with options for every weight', {
  create: () =>
    lowRankCross({
      rank: 3,
      dropout: 0,
      kernelRegularizer: 'l1',
      gammaInitializer: initializers.constant({ value: 0.5 }),
      betaInitializer: initializers.constant({ value: 2 }),
      gammaRegularizer: 'l2',
      betaRegularizer: 'l1l2',
      movingMeanInitializer: 'ones',
      movingVarianceInitializer: initializers.constant({ value: 4 }),
      seed: 1,
    }),
  inputs,
  accepts: shape => shape.at(-1) === 5,
});

describe('lowRankCross', () => {
  it('starts, penalises and constrains each weight as asked', async () => {
    await useBackend('cpu');
    tidy(() => {
      const original = lowRankCross({
        rank: 1,
        dropout: 0,
        kernelInitializer: 'ones',
        kernelRegularizer: regularizers.l1({ l1: 1 }),
        kernelConstraint: 'nonNeg',
        gammaInitializer: initializers.constant({ value: 3 }),
        gammaRegularizer: regularizers.l1({ l1: 10 }),
        gammaConstraint: 'nonNeg',
        betaInitializer: initializers.constant({ value: -4 }),
        betaRegularizer: regularizers.l1({ l1: 100 }),
        betaConstraint: 'nonNeg',
        movingMeanInitializer: initializers.constant({ value: 5 }),
        movingVarianceInitializer: initializers.constant({ value: 6 }),
      });
      const copy = new LowRankCross(JSON.parse(JSON.stringify(original.getConfig())));
      for (const layer of [original, copy]) {
        layer.build([null, 1]);
        const values = () => layer.weights.map(weight => weight.read().dataSync()[0]!);
        // A constraint takes effect when a weight is written, not where it starts.
        expect(values()).toEqual([1, 1, 1, 3, -4, 5, 6]);
        expectTensorsClose(
          layer.calculateLosses().map(loss => loss.dataSync()[0]!),
          [1, 1, 1, 30, 400],
        );
        layer.setWeights(layer.weights.map(weight => fill(weight.read().shape, -1)));
        expect(values()).toEqual([0, 0, 0, 0, 0, -1, -1]);
      }
    });
  });

  it('moves its statistics towards those of the batch in training, and only then', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = lowRankCross({ rank: 1, dropout: 0, kernelInitializer: 'zeros', momentum: 0.9 });
      const x = tensor([
        [1, 10],
        [3, 30],
      ]);
      const statistics = () => layer.nonTrainableWeights.map(weight => [...weight.read().dataSync()]);
      layer.apply(x);
      expect(statistics()).toEqual([
        [0, 0],
        [1, 1],
      ]);
      layer.apply(x, { training: true });
      const [mean, variance] = statistics();
      expectTensorsClose(mean!, [0.2, 2]);
      expectTensorsClose(variance!, [0.9 + 0.1, 0.9 + 0.1 * 100]);
    });
  });

  it('drops from the crossed part, not from the input', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = lowRankCross({
        rank: 1,
        dropout: 0.5,
        normalization: 'none',
        kernelInitializer: 'ones',
        seed: 1,
      });
      const output = layer.apply(ones([50, 1]), { training: true }) as Tensor;
      expect(new Set(output.dataSync())).toEqual(new Set([1, 3]));
    });
  });

  it('names its weights for those who bring their own', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = lowRankCross({ dropout: 0 });
      layer.apply(tensorOf({ shape: [1, 2], data: [1, 2] }));
      expect(layer.weights.map(weight => weight.originalName.split('/').at(-1))).toEqual([
        'w1',
        'w2',
        'wOut',
        'gamma',
        'beta',
        'movingMean',
        'movingVariance',
      ]);
      expect(layer.weights.map(weight => weight.shape)).toEqual([
        [2, 32],
        [2, 32],
        [32, 2],
        [2],
        [2],
        [2],
        [2],
      ]);
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => lowRankCross({ rank: 0 })).toThrow(
      new RangeError('rank must be a positive integer; received 0'),
    );
    expect(() => lowRankCross({ momentum: 1 })).toThrow(
      'momentum must be at least 0 and below 1; received 1',
    );
    expect(() => lowRankCross({ normalization: 'group' as 'none' })).toThrow(
      'normalization must be one of batch, layer, none; received group',
    );
  });
});

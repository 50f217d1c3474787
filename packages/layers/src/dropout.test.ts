import { backends, expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { ones, randomNormal, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { dropout, type Dropout } from './dropout';

runLayerTest('dropout', {
  create: () => dropout({ rate: 0.3, seed: 1 }),
  inputs: () => [randomNormal([4, 5], 0, 1, 'float32', 1)],
  accepts: () => true,
});

const train = (layer: Dropout, x: Tensor) => [...(layer.apply(x, { training: true }) as Tensor).dataSync()];

describe.each(backends)('dropout on %s', backend => {
  it('drops the share asked for and keeps the mean', async () => {
    await useBackend(backend);
    tidy(() => {
      const values = train(dropout({ rate: 0.25, seed: 1 }), ones([100, 1000]));
      const dropped = values.filter(value => value === 0).length / values.length;
      expect(Math.abs(dropped - 0.25)).toBeLessThan(0.005);
      expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    });
  });

  it('draws a fresh mask on every step, and the same ones under the same seed', async () => {
    await useBackend(backend);
    tidy(() => {
      const x = ones([10, 10]);
      const [first, again, other] = [1, 1, 2].map(seed => dropout({ rate: 0.5, seed }));
      const masks = [train(first!, x), train(first!, x), train(first!, x)];
      expect(masks[0]).not.toEqual(masks[1]);
      expect(masks[1]).not.toEqual(masks[2]);
      expect([train(again!, x), train(again!, x), train(again!, x)]).toEqual(masks);
      expect(train(other!, x)).not.toEqual(masks[0]);
    });
  });

  it('goes on where it was when its weights are restored', async () => {
    await useBackend(backend);
    tidy(() => {
      const x = ones([10, 10]);
      const [layer, resumed] = [dropout({ rate: 0.5, seed: 1 }), dropout({ rate: 0.5, seed: 1 })];
      train(layer, x);
      layer.apply(x);
      resumed.apply(x);
      resumed.setWeights(layer.getWeights());
      expectTensorsClose(resumed.getWeights()[0]!, [1]);
      expect(train(resumed, x)).toEqual(train(layer, x));
    });
  });
});

describe('dropout', () => {
  it('draws different masks in layers without a seed', async () => {
    await useBackend('cpu');
    tidy(() => {
      const x = ones([10, 10]);
      expect(train(dropout({ rate: 0.5 }), x)).not.toEqual(train(dropout({ rate: 0.5 }), x));
    });
  });

  it('has no state when it drops nothing', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = dropout({ rate: 0 });
      expect(train(layer, ones([2, 2]))).toEqual([1, 1, 1, 1]);
      expect(layer.weights).toEqual([]);
    });
  });

  it('refuses to drop everything', () => {
    expect(() => dropout({ rate: 1 })).toThrow(
      new RangeError('rate must be at least 0 and below 1; received 1'),
    );
  });
});

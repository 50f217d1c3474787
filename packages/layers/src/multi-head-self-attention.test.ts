import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal, reverse, tidy } from '@tensorflow/tfjs-core';
import golden from './fixtures/multi_head_attention.json';
import { multiHeadSelfAttention } from './multi-head-self-attention';

const named = ({ wq, wk, wv, wo }: Omit<typeof golden.inputs, 'x'>) => ({
  queryKernel: wq,
  keyKernel: wk,
  valueKernel: wv,
  outputKernel: wo,
});

runLayerTest('multiHeadSelfAttention', {
  create: () => multiHeadSelfAttention({ numHeads: golden.heads, useBias: false, seed: 1 }),
  inputs: () => [randomNormal([3, 4, 6], 0, 1, 'float32', 1)],
  accepts: shape => shape.length === 3 && shape[2] === 6,
  references: [
    {
      inputs: [golden.inputs.x],
      weights: named(golden.inputs),
      output: golden.output,
      probe: golden.probe,
      inputGradients: [golden.grads.x],
      weightGradients: named(golden.grads),
    },
  ],
});

runLayerTest('multiHeadSelfAttention with offsets, dropout and a key size of its own', {
  create: () => multiHeadSelfAttention({ numHeads: 2, keyDim: 5, dropout: 0.2, seed: 1 }),
  inputs: () => [randomNormal([3, 4, 6], 0, 1, 'float32', 1)],
  accepts: shape => shape.length === 3 && shape[2] === 6,
});

describe('multiHeadSelfAttention', () => {
  it('treats tokens alike: permuted in, permuted out', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = multiHeadSelfAttention({ numHeads: 2, seed: 1 });
      const x = randomNormal([2, 3, 4], 0, 1, 'float32', 2);
      const output = layer.apply(x) as typeof x;
      expectTensorsClose(layer.apply(reverse(x, 1)) as typeof x, reverse(output, 1));
    });
  });

  it('drops attention in training, freshly on every step', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = multiHeadSelfAttention({ numHeads: 2, dropout: 0.5, seed: 1 });
      const x = randomNormal([2, 3, 4], 0, 1, 'float32', 2);
      const run = (training: boolean) => [...(layer.apply(x, { training }) as typeof x).dataSync()];
      const [atRest, first, second] = [run(false), run(true), run(true)];
      expect(first).not.toEqual(atRest);
      expect(second).not.toEqual(first);
      expect(run(false)).toEqual(atRest);
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => multiHeadSelfAttention({ numHeads: 1.5 })).toThrow(
      'numHeads must be a positive integer; received 1.5',
    );
    expect(() => multiHeadSelfAttention({ numHeads: 2, dropout: 1 })).toThrow(
      'dropout must be at least 0 and below 1; received 1',
    );
    expect(() => multiHeadSelfAttention({ numHeads: 4 }).build([null, 3, 6])).toThrow(
      "numHeads must divide the tokens' size 6, or keyDim be given; received 4",
    );
    expect(() => multiHeadSelfAttention({ numHeads: 4 }).build([null, 6])).toThrow(
      'multiHeadSelfAttention expects input [batch, n, d]; received shape [, 6]',
    );
  });
});

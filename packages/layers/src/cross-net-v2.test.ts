import { runLayerTest, type LayerReference, type Values } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomNormal } from '@tensorflow/tfjs-core';
import { crossNetV2 } from './cross-net-v2';
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
    references: [reference(golden)],
  });
}

describe('crossNetV2', () => {
  it('says what is wrong with its arguments', () => {
    expect(() => crossNetV2({ numLayers: 0 })).toThrow('numLayers must be a positive integer; received 0');
    expect(() => crossNetV2({ rank: -1 })).toThrow('rank must be a positive integer; received -1');
    expect(() => crossNetV2({ form: 'other' as 'seed' })).toThrow(
      'form must be one of seed, paper; received other',
    );
  });
});

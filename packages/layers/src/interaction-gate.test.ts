import { expectTensorsClose, runLayerTest, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { add, mul, randomNormal, slice, tensor, tidy, train, type Tensor } from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { interactionGate, type InteractionGateArgs } from './interaction-gate';
import { linear } from './linear';

const inputs = () => [randomNormal([5, 3, 2], 0, 1, 'float32', 1)];
const [a, b] = [1 / (1 + Math.exp(-1)), Math.log1p(Math.exp(-2))];

runLayerTest('interactionGate', {
  create: () => interactionGate({ initialGate: 0.7 }),
  inputs,
  references: [
    {
      inputs: [{ shape: [1, 2, 2], data: [3, 4, 5, 6] }],
      weights: {
        gate: { shape: [2], data: [-2, 0.5] },
        movingMean: { shape: [4], data: [1, 0, 1, 0] },
        movingVariance: { shape: [4], data: [4, 1, 0.25, 4].map(variance => variance - 1e-5) },
      },
      output: { shape: [1, 2, 2], data: [(-2 * 2) / 2, -2 * 4, (0.5 * 4) / 0.5, (0.5 * 6) / 2] },
    },
    {
      // Columns 1, 3 and 10, 30 become −1, 1 whatever their scale.
      training: true,
      inputs: [{ shape: [2, 2, 1], data: [1, 10, 3, 30] }],
      weights: { gate: { shape: [2], data: [0.25, -3] } },
      output: { shape: [2, 2, 1], data: [-0.25, 3, 0.25, -3] },
    },
  ],
});

runLayerTest('interactionGate, sigmoid, of parts of a row', {
  create: () =>
    interactionGate({
      form: 'sigmoid',
      temperature: 0.5,
      groups: 2,
      normalization: 'none',
      initialGate: 0.3,
    }),
  inputs: () => [randomNormal([4, 6], 0, 1, 'float32', 1)],
  references: [
    {
      inputs: [{ shape: [1, 4], data: [1, 2, 3, 4] }],
      weights: { gate: { shape: [2], data: [0.5, -0.5] } },
      output: { shape: [1, 4], data: [a, 2 * a, 3 * (1 - a), 4 * (1 - a)] },
      probe: { shape: [1, 4], data: [1, 1, 1, 0] },
      inputGradients: [{ shape: [1, 4], data: [a, a, 1 - a, 0] }],
      // σ′(w / τ) / τ, for the sum of the part's numbers that the probe asks for
      weightGradients: { gate: { shape: [2], data: [(3 * a * (1 - a)) / 0.5, (3 * a * (1 - a)) / 0.5] } },
    },
  ],
});

runLayerTest('interactionGate, softplus, of single numbers', {
  create: () => interactionGate({ form: 'softplus', normalization: 'none' }),
  inputs: () => [randomNormal([4, 3], 0, 1, 'float32', 1)],
  references: [
    {
      inputs: [{ shape: [1, 2], data: [3, -1] }],
      weights: { gate: { shape: [2], data: [-2, 2] } },
      output: { shape: [1, 2], data: [3 * b, -(b + 2)] },
    },
  ],
});

/** Gates after learning y from the first of four products, the others noise. */
async function learnedGates(args: InteractionGateArgs): Promise<number[]> {
  const layer = interactionGate({ ...args, inputShape: [4] });
  const model = sequential({ layers: [layer, linear({ units: 1, seed: 1 })] });
  model.compile({ optimizer: train.adam(0.04), loss: 'meanSquaredError' });
  const x = randomNormal([256, 4], 0, 1, 'float32', 3);
  const y = tidy(() => add(mul(slice(x, [0, 0], [-1, 1]), 2), randomNormal([256, 1], 0, 0.5, 'float32', 4)));
  await model.fit(x, y, { epochs: 100, batchSize: 256, shuffle: false, verbose: 0 });
  const gates = layer.gates();
  for (const part of [x, y, model]) part.dispose();
  return gates;
}

describe('interactionGate', () => {
  it.each([
    ['linear', 0.05],
    ['sigmoid', 0.65],
    ['softplus', 0.65],
  ] as const)('fades what is of no use: %s', async (form, most) => {
    await useBackend('wasm');
    const sizeOf = (gates: number[]) => gates.reduce((sum, gate) => sum + Math.abs(gate), 0);
    const [useful, ...useless] = await learnedGates({ form, sparsity: 0.1 });
    const [, ...free] = await learnedGates({ form });
    expect(sizeOf(useless)).toBeLessThan(most * sizeOf(free));
    expect(useful).toBeGreaterThan(3 * Math.max(...useless));
  });

  it('is what it was at the start: 1, or a half of a sigmoid', async () => {
    await useBackend('cpu');
    tidy(() => {
      const startOf = (args: InteractionGateArgs) => {
        const layer = interactionGate(args);
        layer.build([null, 2, 3]);
        return layer.gates();
      };
      expectTensorsClose(startOf({}), [1, 1]);
      expectTensorsClose(startOf({ form: 'softplus' }), [1, 1]);
      expectTensorsClose(startOf({ form: 'sigmoid', temperature: 3 }), [0.5, 0.5]);
      expectTensorsClose(startOf({ form: 'sigmoid', temperature: 3, initialGate: 0.9 }), [0.9, 0.9]);
      expectTensorsClose(startOf({ initialGate: -2 }), [-2, -2]);
    });
  });

  it('asks for the sum of the gates, whatever their sign', async () => {
    await useBackend('cpu');
    tidy(() => {
      const layer = interactionGate({ sparsity: 0.5, normalization: 'none' });
      layer.build([null, 2]);
      layer.setWeights([tensor([3, -1])]);
      expectTensorsClose(layer.calculateLosses()[0]!, [2]);
      const free = interactionGate();
      free.build([null, 2]);
      expect(free.calculateLosses()).toEqual([]);
    });
  });

  it('is not fooled by the scale of what it gates', async () => {
    await useBackend('cpu');
    tidy(() => {
      const x = randomNormal([50, 4], 0, 1, 'float32', 1);
      const outputOf = (input: Tensor) => interactionGate().apply(input, { training: true }) as Tensor;
      expectTensorsClose(outputOf(mul(x, 1000)), outputOf(x), { rtol: 1e-3, atol: 1e-4 });
    });
  });

  it('says what is wrong with its arguments', () => {
    expect(() => interactionGate({ sparsity: -1 })).toThrow(
      'sparsity must be a number of at least 0; received -1',
    );
    expect(() => interactionGate({ form: 'sigmoid', initialGate: 1 })).toThrow(
      'initialGate of form sigmoid must lie between 0 and 1; received 1',
    );
    expect(() => interactionGate({ form: 'softplus', initialGate: 0 })).toThrow(
      'initialGate of form softplus must lie between 0 and Infinity; received 0',
    );
    expect(() => interactionGate({ groups: 4 }).build([null, 6])).toThrow(
      'groups must divide the size 6 of a row; received 4',
    );
    expect(() => interactionGate({ groups: 4 }).build([null, 4, 6])).toThrow(
      'interactionGate expects input [batch, d] with groups; received shape [, 4, 6]',
    );
    expect(() => interactionGate().build([null])).toThrow(
      'interactionGate expects input [batch, pairs, d] or [batch, d]; received shape []',
    );
    expect(() => interactionGate().gates()).toThrow('no gates before the layer is built');
  });
});

import { backends, expectTensorsClose, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { grad, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { activate, checkActivation, type ActivationName } from './activations';

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const expected: Record<Exclude<ActivationName, 'gelu'>, (x: number) => number> = {
  linear: x => x,
  relu: x => Math.max(x, 0),
  silu: x => x * logistic(x),
  tanh: Math.tanh,
  sigmoid: logistic,
  elu: x => (x > 0 ? x : Math.expm1(x)),
  selu: x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  softplus: x => Math.log1p(Math.exp(x)),
};

describe.each(backends)('activate on %s', backend => {
  it.each(Object.entries(expected))('%s', async (name, f) => {
    await useBackend(backend);
    tidy(() => {
      const x = [-3, -0.5, 0.25, 0.5, 3];
      const activation = checkActivation(name);
      expectTensorsClose(activate(tensor1d(x), activation), x.map(f), { atol: 1e-5 });
      const slopes = x.map(at => (f(at + 1e-5) - f(at - 1e-5)) / 2e-5);
      expectTensorsClose(grad(y => sum(activate(y, activation)))(tensor1d(x)), slopes, { atol: 1e-5 });
    });
  });
});

describe('checkActivation', () => {
  it('knows no inherited names', () => {
    expect(() => checkActivation('toString')).toThrow('activation must be one of');
  });
});

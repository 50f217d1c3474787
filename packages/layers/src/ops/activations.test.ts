import { expectTensorsClose, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { tensor1d, tidy } from '@tensorflow/tfjs-core';
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

describe('activate', () => {
  it.each(Object.entries(expected))('%s', async (name, f) => {
    await useBackend('cpu');
    tidy(() => {
      const x = [-3, -0.5, 0, 0.5, 3];
      expectTensorsClose(activate(tensor1d(x), checkActivation(name)), x.map(f));
    });
  });

  it('knows no inherited names', () => {
    expect(() => checkActivation('toString')).toThrow('activation must be one of');
  });
});

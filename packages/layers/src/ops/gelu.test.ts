import { backends, expectTensorsClose, tensorOf, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { grad, mul, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import golden from '../fixtures/gelu_exact.json';
import { gelu } from './gelu';

describe.each(backends)('gelu on %s', backend => {
  it('is right, and so is its gradient', async () => {
    await useBackend(backend);
    tidy(() => {
      const x = tensorOf(golden.inputs.x);
      expectTensorsClose(gelu(x), tensorOf(golden.output), { rtol: 1e-5, atol: 1e-6 });
      const gradient = grad(y => sum(mul(gelu(y), tensorOf(golden.probe))))(x);
      expectTensorsClose(gradient, tensorOf(golden.grads.x), { rtol: 1e-4, atol: 1e-6 });
    });
  });

  it('is zero far below and the identity far above', async () => {
    await useBackend(backend);
    tidy(() => {
      const x = tensor1d([-1e4, -30, -8, 0, 8, 30, 1e4]);
      expect([...gelu(x).dataSync()].map(value => value + 0)).toEqual([0, 0, 0, 0, 8, 30, 1e4]);
      expectTensorsClose(grad(y => sum(gelu(y)))(x), [0, 0, 0, 0.5, 1, 1, 1]);
    });
  });
});

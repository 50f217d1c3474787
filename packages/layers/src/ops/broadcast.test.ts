import { backends, expectTensorsClose, useBackend } from '@heph/testing';
import { describe, it } from '@jest/globals';
import { add, grads, mul, randomNormal, sum, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { addBroadcast, multiplyBroadcast } from './broadcast';

const shapes: [number[], number[]][] = [
  [
    [4, 3],
    [4, 3],
  ],
  [[4, 3], [3]],
  [
    [4, 2, 1],
    [2, 3],
  ],
  [
    [2, 4, 1, 3],
    [4, 5, 1],
  ],
  [[1], [5, 2]],
  [
    [1, 3],
    [1, 1],
  ],
];

describe.each(backends)('broadcasting on %s', backend => {
  it.each(shapes)('agrees with TensorFlow.js, [%j] and [%j]', async (left, right) => {
    await useBackend(backend);
    tidy(() => {
      const inputs = [randomNormal(left, 0, 1, 'float32', 1), randomNormal(right, 0, 1, 'float32', 2)];
      for (const [ours, stock] of [
        [addBroadcast, (a: Tensor, b: Tensor) => add(a, b)],
        [multiplyBroadcast, (a: Tensor, b: Tensor) => mul(a, b)],
      ] as const) {
        const expected = stock(inputs[0]!, inputs[1]!);
        expectTensorsClose(ours(inputs[0]!, inputs[1]!), expected);
        const probe = randomNormal(expected.shape, 0, 1, 'float32', 3);
        const gradientsOf = (op: (a: Tensor, b: Tensor) => Tensor) =>
          grads((a: Tensor, b: Tensor) => sum(mul(op(a, b), probe)))(inputs);
        const wanted = gradientsOf(stock);
        gradientsOf(ours).forEach((gradient, i) => expectTensorsClose(gradient, wanted[i]!));
      }
    });
  });
});

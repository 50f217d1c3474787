import { expectTensorsClose, backends, useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  expandDims,
  transpose,
  grad,
  grads,
  matMul as stockMatMul,
  mul,
  ones,
  randomNormal,
  square,
  sum,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { matMul } from './mat-mul';

const flags = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
  { transposeA: true, transposeB: true },
];

const random = (shape: number[], seed: number) => randomNormal(shape, 0, 1, 'float32', seed);

/** Shapes of `a` and `b` as they enter the product. */
const cases: Record<string, [number[], number[]]> = {
  'two matrices': [
    [3, 4],
    [4, 5],
  ],
  'two tall matrices': [
    [1024, 32],
    [32, 2],
  ],
  'a batch and a matrix': [
    [2, 3, 4],
    [4, 5],
  ],
  'a matrix and a batch': [
    [3, 4],
    [2, 4, 5],
  ],
  'equal batches': [
    [2, 3, 3, 4],
    [2, 3, 4, 5],
  ],
  'broadcast batches': [
    [2, 1, 3, 4],
    [3, 4, 5],
  ],
  'a few large matrices': [
    [2, 32, 32],
    [2, 32, 32],
  ],
};

describe.each(backends)('matMul on %s', backend => {
  beforeAll(() => useBackend(backend));

  for (const [name, shapes] of Object.entries(cases)) {
    it.each(flags)(`multiplies ${name}, %j, forward and backward`, ({ transposeA, transposeB }) => {
      tidy(() => {
        const swap = (shape: number[], yes: boolean) =>
          yes ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
        const inputs = [random(swap(shapes[0], transposeA), 1), random(swap(shapes[1], transposeB), 2)];
        const operand = (x: Tensor, isTransposed: boolean) =>
          isTransposed ? transpose(x, swap([...x.shape.keys()], true)) : x;
        // tf.matMul is wrong where batches are broadcast: there, every product of two elements, then their sums.
        const reference = (a: Tensor, b: Tensor) =>
          name.includes('batch')
            ? sum(mul(expandDims(operand(a, transposeA), -1), expandDims(operand(b, transposeB), -3)), -2)
            : stockMatMul(a, b, transposeA, transposeB);
        const expected = reference(inputs[0]!, inputs[1]!);
        const probe = random(expected.shape, 3);
        const ours = (a: Tensor, b: Tensor) => matMul(a, b, { transposeA, transposeB });
        const tolerance = { rtol: 1e-5, atol: 1e-4 };
        expectTensorsClose(ours(inputs[0]!, inputs[1]!), expected, tolerance);
        const gradientsOf = (product: (a: Tensor, b: Tensor) => Tensor) =>
          grads((a: Tensor, b: Tensor) => sum(mul(product(a, b), probe)))(inputs);
        const wanted = gradientsOf(reference);
        gradientsOf(ours).forEach((gradient, i) => expectTensorsClose(gradient, wanted[i]!, tolerance));
      });
    });
  }

  it('can be differentiated twice', () => {
    tidy(() => {
      const b = random([3, 2], 2);
      const secondDerivative = (product: (a: Tensor, b: Tensor) => Tensor) =>
        grad(grad((a: Tensor) => sum(square(square(product(a, b))))))(random([2, 3], 1));
      expectTensorsClose(
        secondDerivative(matMul),
        secondDerivative((x, y) => stockMatMul(x, y)),
        { rtol: 1e-4 },
      );
    });
  });
});

describe('matMul', () => {
  it('is several times as fast as tf.matMul in the backward pass on WebAssembly', async () => {
    await useBackend('wasm');
    const [x, kernel] = [random([2816, 64], 1), random([64, 128], 2)];
    const milliseconds = (product: (a: Tensor, b: Tensor) => Tensor) => {
      const backward = grads((a: Tensor, b: Tensor) => sum(product(a, b)));
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        tidy(() => void backward([x, kernel]));
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    expect(milliseconds(matMul)).toBeLessThan(milliseconds((a, b) => stockMatMul(a, b)) / 2);
    x.dispose();
    kernel.dispose();
  });

  it('refuses shapes that do not fit', async () => {
    await useBackend('cpu');
    expect(() => matMul(ones([2, 3]), ones([2, 3]))).toThrow(
      new RangeError('matMul expects equal inner dimensions; received shapes [2,3] and [2,3]'),
    );
    expect(() => matMul(ones([2, 3]), ones([3, 2]), { transposeB: true })).toThrow(
      'matMul expects equal inner dimensions; received shapes [2,3] and [3,2] transposed',
    );
    expect(() => matMul(ones([3]), ones([3, 2]))).toThrow(
      'matMul takes tensors of at least two axes; received shapes [3] and [3,2]',
    );
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { type Case, describeFamily, floats } from '../../test/like-eager';
import { matrixKernels } from './matrix';

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;
const batches: [number[], number[]][] = [
  [[], []],
  [[2], [2]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [1, 3],
  ],
  [[4], [1]],
];
const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

const products = batches.flatMap(([batchA, batchB]) =>
  transposes.map(([transposeA, transposeB]): Case => [
    `matMul of batches [${batchA}] and [${batchB}], transposed: ${transposeA}, ${transposeB}`,
    (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
    () => [
      floats(...batchA, ...(transposeA ? [4, 5] : [5, 4])),
      floats(...batchB, ...(transposeB ? [3, 4] : [4, 3])),
    ],
  ]),
);

describeFamily('matrix kernels', matrixKernels, [
  ...products,
  ...activations.map((activation): Case => [
    `fused matMul with ${activation}`,
    (a, b, bias, preluActivationWeights) =>
      tf.fused.matMul({
        a: a!,
        b: b!,
        bias: bias!,
        activation,
        preluActivationWeights: preluActivationWeights!,
        leakyreluAlpha: 0.3,
      }),
    () => [floats(5, 4), floats(4, 3), floats(3), floats(1, 3)],
  ]),
  [
    'fused matMul without a bias',
    (a, b) => tf.fused.matMul({ a: a!, b: b! }),
    () => [floats(5, 4), floats(4, 3)],
  ],
  ['einsum', (a, b) => tf.einsum('btf,bsf->bts', a!, b!), () => [floats(2, 3, 4), floats(2, 5, 4)]],
  [
    'gradients of matMul',
    (a, b) => tf.grads((x, y) => tf.matMul(x, y))([a!, b!]),
    () => [floats(5, 4), floats(4, 3)],
  ],
  [
    'gradients of a batch matMul',
    (a, b) => tf.grads((x, y) => tf.matMul(x, y, false, true))([a!, b!]),
    () => [floats(2, 3, 5, 4), floats(2, 3, 6, 4)],
  ],
]);

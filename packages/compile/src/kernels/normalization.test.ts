import * as tf from '@tensorflow/tfjs-core';
import { describeFamily, floats, positives } from '../../test/like-eager';
import { normalizationKernels } from './normalization';

type BatchNormArgs = [
  x: tf.Tensor4D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  offset: tf.Tensor1D,
  scale: tf.Tensor1D,
];

const batchNorm = (...args: tf.Tensor[]) => tf.batchNorm(...(args as BatchNormArgs), 1e-3);
const plainBatchNorm = (...args: tf.Tensor[]) =>
  tf.batchNorm(...(args.slice(0, 3) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]));

describeFamily('normalization kernels', normalizationKernels, [
  ['softmax', x => tf.softmax(x!), () => [floats(3, 5)]],
  ['softmax of a batch', x => tf.softmax(x!, 2), () => [floats(2, 3, 4)]],
  ['logSoftmax', x => tf.logSoftmax(x!), () => [tf.mul(floats(3, 5), 20)]],
  [
    'batchNorm of rank 2',
    batchNorm,
    () => [floats(6, 3), floats(3), positives(0.1, 3), floats(3), floats(3)],
  ],
  [
    'batchNorm of rank 4',
    batchNorm,
    () => [floats(2, 2, 2, 3), floats(3), positives(0.1, 3), floats(3), floats(3)],
  ],
  ['batchNorm without scale and offset', plainBatchNorm, () => [floats(6, 3), floats(3), positives(0.1, 3)]],
  [
    'gradients of batchNorm',
    (...args) => tf.grads((...inputs: tf.Tensor[]) => batchNorm(...inputs))(args),
    () => [floats(6, 3), floats(3), positives(0.1, 3), floats(3), floats(3)],
  ],
]);

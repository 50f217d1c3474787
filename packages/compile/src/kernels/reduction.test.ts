import * as tf from '@tensorflow/tfjs-core';
import { type Case, booleans, describeFamily, floats, integers } from '../../test/like-eager';
import { reductionKernels } from './reduction';

const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };
const axes = [undefined, 0, [1], [0, 2], -1, []];

describeFamily('reduction kernels', reductionKernels, [
  ...Object.entries(reductions).flatMap(([name, reduce]) =>
    axes.flatMap((axis): Case[] => [
      [
        `${name} of float32 over ${axis}`,
        x => [reduce(x!, axis), reduce(x!, axis, true)],
        () => [floats(2, 3, 4)],
      ],
      [`${name} of int32 over ${axis}`, x => reduce(x!, axis), () => [integers(2, 3, 2)]],
    ]),
  ),
  ['sum of bool', x => tf.sum(x!, 0), () => [booleans(3, 2)]],
  ['all, any', x => [tf.all(x!, 1), tf.any(x!, 0, true), tf.all(x!), tf.any(x!)], () => [booleans(2, 6)]],
  ['argMax, argMin', x => [tf.argMax(x!, 1), tf.argMin(x!, 0), tf.argMax(x!, -1)], () => [floats(3, 4)]],
  ['argMax of int32', x => tf.argMax(x!, 1), () => [integers(3, 4)]],
  [
    'cumsum',
    x => [
      tf.cumsum(x!, 0),
      tf.cumsum(x!, 1, true),
      tf.cumsum(x!, 1, false, true),
      tf.cumsum(x!, 0, true, true),
    ],
    () => [floats(3, 4)],
  ],
  ['moments', x => Object.values(tf.moments(x!, [0])), () => [floats(5, 3)]],
  ['logSumExp', x => tf.logSumExp(x!, 1), () => [floats(5, 3)]],
]);

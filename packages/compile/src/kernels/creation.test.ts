import * as tf from '@tensorflow/tfjs-core';
import { type Case, booleans, describeFamily, floats, integers } from '../../test/like-eager';
import { creationKernels } from './creation';

const types = ['float32', 'int32', 'bool'] as const;
const sources = {
  float32: () => tf.concat([floats(5), tf.zeros([1])]),
  int32: () => tf.sub(integers(6), 3),
  bool: () => booleans(6),
};

describeFamily('creation kernels', creationKernels, [
  ...types.flatMap(from =>
    types.map((to): Case => [`cast from ${from} to ${to}`, x => tf.cast(x!, to), () => [sources[from]()]]),
  ),
  [
    'fill, zeros, ones',
    () => [tf.fill([2, 3], 4), tf.zeros([2]), tf.ones([3], 'int32'), tf.fill([100, 100], 7, 'int32')],
    () => [],
  ],
  ['fill of bool', () => tf.fill([90, 1], 1, 'bool'), () => []],
  ['zerosLike, onesLike', x => [tf.zerosLike(x!), tf.onesLike(x!)], () => [integers(2, 2)]],
  [
    'range, linspace',
    () => [tf.range(0, 5), tf.range(5, 0, -2), tf.range(0, 4, 1, 'int32'), tf.linspace(0, 1, 5)],
    () => [],
  ],
  [
    'constants',
    x =>
      tf.add(
        x!,
        tf.tensor2d([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    () => [floats(2, 3)],
  ],
  ['an argument returned as it is, and twice', x => [x!, x!, tf.exp(x!), tf.exp(x!)], () => [floats(3)]],
  ['an empty tensor', x => tf.concat([x!, tf.zeros([0, 3])]), () => [floats(2, 3)]],
]);

import * as tf from '@tensorflow/tfjs-core';
import { booleans, describeFamily, floats, integers } from '../../test/like-eager';
import { shapeKernels } from './shape';

describeFamily('shape kernels', shapeKernels, [
  ['clone', x => tf.clone(x!), () => [floats(2, 3)]],
  [
    'reshape',
    x => [tf.reshape(x!, [6, 4]), tf.reshape(x!, [-1]), tf.reshape(x!, [2, -1])],
    () => [floats(2, 3, 4)],
  ],
  ['reshape of int32 and to a scalar', x => tf.reshape(x!, []), () => [integers(1, 1)]],
  [
    'expandDims',
    x => [tf.expandDims(x!, 0), tf.expandDims(x!, -1), tf.expandDims(x!, 1)],
    () => [floats(2, 3)],
  ],
  ['squeeze', x => tf.squeeze(x!), () => [floats(2, 1, 3, 1)]],
  ['transpose', x => [tf.transpose(x!), tf.transpose(x!, [1, 0, 2])], () => [floats(2, 3, 4)]],
  ['transpose of bool', x => tf.transpose(x!), () => [booleans(2, 3)]],
  ['tile', x => [tf.tile(x!, [2, 3]), tf.tile(x!, [1, 2])], () => [floats(2, 3)]],
  ['tile along axes of one', x => tf.tile(x!, [4, 1]), () => [floats(1, 3)]],
  ['tile of a vector', x => tf.tile(x!, [2]), () => [integers(3)]],
  ['broadcastTo', x => tf.broadcastTo(x!, [4, 2, 3]), () => [floats(2, 1)]],
  ['broadcastTo of bool', x => tf.broadcastTo(x!, [4, 3]), () => [booleans(3)]],
]);

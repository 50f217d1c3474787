import * as tf from '@tensorflow/tfjs-core';
import { booleans, describeFamily, floats, integers } from '../../test/like-eager';
import { slicingKernels } from './slicing';

describeFamily('slicing kernels', slicingKernels, [
  [
    'slice',
    x => [tf.slice(x!, [1, 0], [2, 3]), tf.slice(x!, [0, 2], [-1, -1]), tf.slice(x!, 2)],
    () => [floats(4, 5)],
  ],
  ['slice of nothing less', x => tf.slice(x!, [0, 0], [4, 5]), () => [floats(4, 5)]],
  ['stridedSlice', x => tf.stridedSlice(x!, [0, 1], [4, 5], [2, 2]), () => [floats(4, 5)]],
  ['stridedSlice backwards', x => tf.stridedSlice(x!, [3, 4], [0, -6], [-1, -2]), () => [floats(4, 5)]],
  [
    'stridedSlice of one row',
    x => tf.stridedSlice(x!, [1, 0], [2, 5], [1, 1], 0, 0, 0, 0, 1),
    () => [floats(4, 5)],
  ],
  [
    'stridedSlice with a new axis',
    x => tf.stridedSlice(x!, [0, 0, 1], [1, 4, 4], [1, 1, 1], 0, 0, 0, 1),
    () => [floats(4, 5)],
  ],
  ['concat', (a, b) => [tf.concat([a!, b!], 0), tf.concat([b!, a!], -2)], () => [floats(2, 3), floats(4, 3)]],
  ['concat of columns', (a, b) => tf.concat([a!, b!], 1), () => [integers(3, 2), integers(3, 1)]],
  ['concat of bool', (a, b) => tf.concat([a!, b!], 1), () => [booleans(3, 2), booleans(3, 1)]],
  [
    'stack',
    (a, b) => [tf.stack([a!, b!]), tf.stack([a!, b!], 1), tf.stack([a!, b!], -1)],
    () => [floats(2, 3), floats(2, 3)],
  ],
  ['unstack', x => tf.unstack(x!, 1), () => [floats(2, 3)]],
  ['unstack along an axis of one', x => tf.unstack(x!, -2), () => [floats(2, 1, 3)]],
  [
    'split',
    x => [...tf.split(x!, 2, 1), ...tf.split(x!, [1, 3], 0), ...tf.split(x!, 1)],
    () => [floats(4, 6)],
  ],
  ['split with the rest', x => tf.split(x!, [1, -1], 1), () => [floats(4, 6)]],
  [
    'pad',
    x => [
      tf.pad(x!, [
        [1, 2],
        [0, 3],
      ]),
      tf.pad(
        x!,
        [
          [0, 0],
          [1, 0],
        ],
        7,
      ),
    ],
    () => [floats(2, 3)],
  ],
  ['pad of int32', x => tf.pad(x!, [[1, 2]], 4), () => [integers(3)]],
  [
    'mirrorPad',
    x => [
      tf.mirrorPad(
        x!,
        [
          [1, 2],
          [2, 1],
        ],
        'reflect',
      ),
      tf.mirrorPad(
        x!,
        [
          [1, 2],
          [3, 1],
        ],
        'symmetric',
      ),
    ],
    () => [floats(3, 3)],
  ],
  ['reverse', x => [tf.reverse(x!), tf.reverse(x!, 0), tf.reverse(x!, [-1])], () => [floats(3, 4)]],
  ['reverse of a scalar', x => tf.reverse(x!), () => [floats()]],
]);

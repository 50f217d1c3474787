import * as tf from '@tensorflow/tfjs-core';
import { type Case, booleans, describeFamily, floats, integers } from '../../test/like-eager';
import { comparisonKernels } from './comparison';

const comparisons = {
  equal: tf.equal,
  notEqual: tf.notEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
};
const special = () => tf.tensor1d([1, NaN, Infinity, -Infinity, 0]);
const where = (condition: tf.Tensor, t: tf.Tensor, e: tf.Tensor) => tf.where(condition, t, e);

describeFamily('comparison kernels', comparisonKernels, [
  ...Object.entries(comparisons).flatMap(([name, compare]): Case[] => [
    [
      `${name} of float32`,
      compare as Case[1],
      () => [floats(3, 4), tf.concat([floats(3, 2), floats(3, 2)], 1)],
    ],
    [`${name} of int32, broadcast`, compare as Case[1], () => [integers(3, 4), integers(1, 4)]],
  ]),
  ['equal of bool', tf.equal as Case[1], () => [booleans(2, 3), booleans(3)]],
  [
    'and, or, not',
    (a, b) => [tf.logicalAnd(a!, b!), tf.logicalOr(a!, b!), tf.logicalNot(a!)],
    () => [booleans(6), booleans(2, 6)],
  ],
  ['isNaN, isInf, isFinite', x => [tf.isNaN(x!), tf.isInf(x!), tf.isFinite(x!)], () => [special()]],
  ['where, broadcast', where as Case[1], () => [booleans(3, 1), floats(3, 4), floats(4)]],
  ['where of int32', where as Case[1], () => [booleans(3, 4), integers(3, 4), integers(3, 4)]],
  ['where of bool', where as Case[1], () => [booleans(4), booleans(4), tf.logicalNot(booleans(4))]],
  [
    'where of rows',
    (x, y) => tf.where(tf.greater(tf.max(x!, 1), 1.5), x!, y!),
    () => [floats(4, 4), floats(4, 4)],
  ],
]);

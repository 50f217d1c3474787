import * as tf from '@tensorflow/tfjs-core';
import { type Case, describeFamily, floats, integers, positives } from '../../test/like-eager';
import { arithmeticKernels } from './arithmetic';

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const shapes: [number[], number[]][] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [
    [2, 3, 4],
    [3, 1],
  ],
];
const operations: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mod: tf.mod,
  floorDiv: tf.floorDiv,
  squaredDifference: tf.squaredDifference,
};

const cases = Object.entries(operations).flatMap(([name, operation]) =>
  shapes.flatMap(([a, b]): Case[] => [
    [`${name} of float32 [${a}] and [${b}]`, operation as Case[1], () => [floats(...a), floats(...b)]],
    [`${name} of int32 [${a}] and [${b}]`, operation as Case[1], () => [integers(...a), integers(...b)]],
  ]),
);

describeFamily('arithmetic kernels', arithmeticKernels, [
  ...cases,
  ['pow', tf.pow as Case[1], () => [positives(0.5, 3, 4), floats(4)]],
  ['pow of int32', tf.pow as Case[1], () => [integers(3), tf.tensor([2, 3, 0], [3], 'int32')]],
  ['addN', (...terms) => tf.addN(terms), () => [floats(2, 2), floats(2, 2), floats(2, 2)]],
  ['mixed types', tf.mul as Case[1], () => [floats(3), integers(3)]],
]);

import * as tf from '@tensorflow/tfjs-core';
import { type Case, describeFamily, floats, integers, positives } from '../../test/like-eager';
import { elementwiseKernels } from './elementwise';

type Unary = (x: tf.Tensor) => tf.Tensor;

const anywhere: Record<string, Unary> = {
  abs: tf.abs,
  atan: tf.atan,
  asinh: tf.asinh,
  ceil: tf.ceil,
  clipByValue: x => tf.clipByValue(x, -0.5, 1),
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  leakyRelu: x => tf.leakyRelu(x, 0.3),
  neg: tf.neg,
  prelu: x => tf.prelu(x, tf.tensor1d([0.1, 0.2, 0.3])),
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  square: tf.square,
  step: x => tf.step(x, 0.2),
  'step with a slope of zero': x => tf.step(x),
  tan: tf.tan,
  tanh: tf.tanh,
};
const onPositives: Record<string, Unary> = {
  log: tf.log,
  log1p: tf.log1p,
  rsqrt: tf.rsqrt,
  sqrt: tf.sqrt,
  acosh: tf.acosh,
};
const withinOne: Record<string, Unary> = { acos: tf.acos, asin: tf.asin, atanh: tf.atanh };
const ofIntegers: Record<string, Unary> = {
  abs: tf.abs,
  neg: tf.neg,
  sign: tf.sign,
  square: tf.square,
  relu: tf.relu,
  clipByValue: x => tf.clipByValue(x, -2, 3),
};

const table = (operations: Record<string, Unary>, what: string, args: () => tf.Tensor[]) =>
  Object.entries(operations).map(([name, operation]): Case => [
    `${name} of ${what}`,
    operation as Case[1],
    args,
  ]);
const tiny = () => tf.tensor1d([1e-7, -3e-6, 1e-4, 0, 5, 20, 60]);

describeFamily('element-wise kernels', elementwiseKernels, [
  ...table(anywhere, 'float32', () => [floats(5, 3)]),
  ...table({ exp: tf.exp, tanh: tf.tanh, abs: tf.abs }, 'a scalar', () => [floats()]),
  ...table(onPositives, 'numbers of at least one', () => [positives(1, 4, 3)]),
  ...table(withinOne, 'numbers within one', () => [tf.mul(floats(4, 3), 0.49)]),
  ...table(ofIntegers, 'int32', () => [integers(4, 3)]),
  ...table({ expm1: tf.expm1, log1p: x => tf.log1p(tf.abs(x)) }, 'small and large numbers', () => [tiny()]),
  ['step of NaN', x => tf.step(x!), () => [tf.tensor1d([NaN, 1, -1])]],
  ['gradient of elu', x => tf.grad(z => tf.elu(z))(x!), () => [floats(4, 3)]],
]);

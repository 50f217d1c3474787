import { type ClipByValueAttrs, type LeakyReluAttrs, type StepAttrs } from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';
import { type KernelFamily, type KernelMapping, type Values } from './mapping';

type Operand = Values<'x'>;

function sameAs(op: string): KernelMapping {
  return (graph, { x }: Operand) => graph.unary(op, x);
}

/** Rounding leaves integers as they are; ONNX defines it for floats only. */
function rounding(op: string): KernelMapping {
  return (graph, { x }: Operand) => (x.dtype === 'float32' ? graph.unary(op, x) : x);
}

function clip(graph: GraphBuilder, x: Value, from: number, to: number): Value {
  return graph.node('Clip', [x, graph.scalar(from, x.dtype), graph.scalar(to, x.dtype)], x);
}

function square(graph: GraphBuilder, { x }: Operand): Value {
  return graph.binary('Mul', x, x);
}

function reciprocalRoot(graph: GraphBuilder, { x }: Operand): Value {
  return graph.unary('Reciprocal', graph.unary('Sqrt', x));
}

/** eˣ − 1 = 2 t / (1 − t) with t = tanh(x / 2), which loses no digits near zero. */
function expMinusOne(graph: GraphBuilder, { x }: Operand): Value {
  const t = graph.unary('Tanh', graph.binary('Mul', x, graph.scalar(0.5)));
  const small = graph.binary('Div', graph.binary('Add', t, t), graph.binary('Sub', graph.scalar(1), t));
  const large = graph.binary('Sub', graph.unary('Exp', x), graph.scalar(1));
  // From about 17 on, tanh is 1 in float32 and the formula divides by zero.
  return graph.where(graph.binary('Less', x, graph.scalar(1), 'bool'), small, large);
}

/** ln(1 + x) = x ln(u) / (u − 1) with u = 1 + x as rounded (Kahan), which loses no digits near zero. */
function logOnePlus(graph: GraphBuilder, { x }: Operand): Value {
  const u = graph.binary('Add', x, graph.scalar(1));
  const log = graph.unary('Log', u);
  const rounded = graph.binary('Sub', u, graph.scalar(1));
  const isTiny = graph.binary('Equal', rounded, graph.scalar(0), 'bool');
  const isLarge = graph.binary('Greater', x, graph.scalar(1), 'bool');
  const correction = graph.binary('Div', x, graph.where(isTiny, graph.scalar(1), rounded));
  const corrected = graph.binary('Mul', log, correction);
  return graph.where(isTiny, x, graph.where(isLarge, log, corrected));
}

function leakyRelu(graph: GraphBuilder, { x }: Operand, { alpha }: LeakyReluAttrs): Value {
  return graph.unary('LeakyRelu', x, { alpha: { float: alpha } });
}

function prelu(graph: GraphBuilder, { x, alpha }: Values<'x' | 'alpha'>): Value {
  return graph.node('PRelu', [x, alpha], x);
}

function step(graph: GraphBuilder, { x }: Operand, { alpha = 0 }: Partial<StepAttrs>): Value {
  const zero = graph.scalar(0, x.dtype);
  const positive = graph.binary('Greater', x, zero, 'bool');
  const stepped =
    alpha === 0
      ? graph.cast(positive, x.dtype)
      : graph.where(positive, graph.scalar(1, x.dtype), graph.scalar(alpha, x.dtype));
  // A NaN stays one, so that a broken gradient is seen.
  return x.dtype === 'float32'
    ? graph.where(graph.node('IsNaN', [x], { shape: x.shape, dtype: 'bool' }), x, stepped)
    : stepped;
}

function eluGradient(graph: GraphBuilder, { dy, y }: Values<'dy' | 'y'>): Value {
  const positive = graph.binary('GreaterOrEqual', y, graph.scalar(0), 'bool');
  return graph.where(positive, dy, graph.binary('Mul', dy, graph.binary('Add', y, graph.scalar(1))));
}

export const elementwiseKernels: KernelFamily = {
  Abs: sameAs('Abs'),
  Acos: sameAs('Acos'),
  Acosh: sameAs('Acosh'),
  Asin: sameAs('Asin'),
  Asinh: sameAs('Asinh'),
  Atan: sameAs('Atan'),
  Atanh: sameAs('Atanh'),
  Ceil: rounding('Ceil'),
  ClipByValue: (graph, { x }: Operand, { clipValueMin, clipValueMax }: ClipByValueAttrs) =>
    clip(graph, x, clipValueMin, clipValueMax),
  Cos: sameAs('Cos'),
  Cosh: sameAs('Cosh'),
  Elu: sameAs('Elu'),
  EluGrad: eluGradient,
  Erf: sameAs('Erf'),
  Exp: sameAs('Exp'),
  Expm1: expMinusOne,
  Floor: rounding('Floor'),
  LeakyRelu: leakyRelu,
  Log: sameAs('Log'),
  Log1p: logOnePlus,
  Neg: sameAs('Neg'),
  Prelu: prelu,
  Reciprocal: sameAs('Reciprocal'),
  Relu: sameAs('Relu'),
  Relu6: (graph, { x }: Operand) => clip(graph, x, 0, 6),
  Round: rounding('Round'),
  Rsqrt: reciprocalRoot,
  Selu: sameAs('Selu'),
  Sigmoid: sameAs('Sigmoid'),
  Sign: sameAs('Sign'),
  Sin: sameAs('Sin'),
  Sinh: sameAs('Sinh'),
  Softplus: sameAs('Softplus'),
  Sqrt: sameAs('Sqrt'),
  Square: square,
  Step: step,
  Tan: sameAs('Tan'),
  Tanh: sameAs('Tanh'),
};

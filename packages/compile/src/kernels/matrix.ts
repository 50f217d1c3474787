import { type BatchMatMulAttrs, type EinsumAttrs, type _FusedMatMulAttrs } from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../errors';
import { type GraphBuilder, broadcast } from '../graph/builder';
import { type Value } from '../graph/value';
import { elementwiseKernels } from './elementwise';
import { type KernelFamily, type ValueList, type Values } from './mapping';

function swapLastAxes(graph: GraphBuilder, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return graph.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** a · b, either transposed in its last two axes. The runtime fuses the transposes of batches into the product. */
function matMul(graph: GraphBuilder, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  const shape = [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
  const type = { shape, dtype: a.dtype };
  // Gemm multiplies floats only.
  if (a.dtype === 'float32' && (transposeA || transposeB) && a.shape.length === 2 && b.shape.length === 2)
    return graph.node('Gemm', [a, b], type, { transA: Number(transposeA), transB: Number(transposeB) });
  const left = transposeA ? swapLastAxes(graph, a) : a;
  const right = transposeB ? swapLastAxes(graph, b) : b;
  return graph.node('MatMul', [left, right], type);
}

const activationKernels: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

type FusedInputs = Values<'a' | 'b'> & Partial<Values<'bias' | 'preluActivationWeights'>>;

/** Matrix product, bias and activation in one kernel. */
function fusedMatMul(graph: GraphBuilder, inputs: FusedInputs, attributes: _FusedMatMulAttrs): Value {
  const { a, b, bias, preluActivationWeights: alpha } = inputs;
  const { transposeA, transposeB, activation, leakyreluAlpha } = attributes;
  const product = matMul(graph, a, b, transposeA, transposeB);
  const biased = bias ? graph.binary('Add', product, bias) : product;
  if (!activation || activation === 'linear') return biased;
  const mapping = elementwiseKernels[activationKernels[activation] ?? ''];
  if (!mapping)
    throw new UnsupportedKernelError('_FusedMatMul', '', `has no mapping for the activation ${activation}`);
  return [mapping(graph, { x: biased, alpha }, { alpha: leakyreluAlpha })].flat()[0] ?? biased;
}

function einsum(graph: GraphBuilder, inputs: ValueList, { equation }: EinsumAttrs): Value {
  const operands = Object.values(inputs);
  const [terms = '', result = ''] = equation.replaceAll(' ', '').split('->');
  const lengths = new Map<string, number>();
  terms.split(',').forEach((term, i) => {
    [...term].forEach((letter, axis) => lengths.set(letter, operands[i]?.shape[axis] ?? 1));
  });
  const shape = [...result].map(letter => lengths.get(letter) ?? 1);
  return graph.node('Einsum', operands, { shape, dtype: operands[0]?.dtype ?? 'float32' }, { equation });
}

export const matrixKernels: KernelFamily = {
  BatchMatMul: (graph, { a, b }: Values<'a' | 'b'>, { transposeA, transposeB }: BatchMatMulAttrs) =>
    matMul(graph, a, b, transposeA, transposeB),
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};

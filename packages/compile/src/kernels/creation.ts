import { type FillAttrs, type LinSpaceAttrs, type RangeAttrs } from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type TensorDType, type Value } from '../graph/value';
import { type KernelFamily, type Values } from './mapping';

function fill(graph: GraphBuilder, _: object, { shape, value, dtype }: FillAttrs): Value {
  return graph.fill(Number(value), shape, (dtype ?? 'float32') as TensorDType);
}

function range(graph: GraphBuilder, _: object, { start, stop, step, dtype }: RangeAttrs): Value {
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const values = Array.from({ length }, (_unused, i) => start + i * step);
  const type = { float32: Float32Array, int32: Int32Array }[dtype ?? 'float32'];
  return graph.constant(type.from(values), [length], dtype ?? 'float32');
}

function linSpace(graph: GraphBuilder, _: object, { start, stop, num }: LinSpaceAttrs): Value {
  const step = num > 1 ? (stop - start) / (num - 1) : 0;
  return graph.constant(
    Float32Array.from({ length: num }, (_unused, i) => start + i * step),
    [num],
    'float32',
  );
}

function cast(graph: GraphBuilder, { x }: Values<'x'>, { dtype }: { dtype: TensorDType }): Value {
  return x.dtype === 'float32' && dtype === 'int32' ? graph.wrapToInt32(x) : graph.cast(x, dtype);
}

export const creationKernels: KernelFamily = {
  Cast: cast,
  Fill: fill,
  LinSpace: linSpace,
  OnesLike: (graph, { x }: Values<'x'>) => graph.fill(1, x.shape, x.dtype),
  Range: range,
  ZerosLike: (graph, { x }: Values<'x'>) => graph.fill(0, x.shape, x.dtype),
};

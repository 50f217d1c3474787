import { type ArgMaxAttrs, type CumsumAttrs, type SumAttrs, util } from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';
import { type KernelFamily, type KernelMapping, type Values } from './mapping';

type Operand = Values<'x'>;
/** TensorFlow.js calls the axes `axis`, and in the kernel Max `reductionIndices`. */
type ReductionAttributes = Partial<SumAttrs> & { reductionIndices?: number | number[] };

function axesOf(x: Value, { axis, reductionIndices }: ReductionAttributes): number[] {
  const given = axis ?? reductionIndices ?? x.shape.map((_, i) => i);
  return util.parseAxisParam(given, [...x.shape]);
}

function reduction(op: string): KernelMapping {
  return (graph, { x }: Operand, attributes: ReductionAttributes) => {
    const numbers = x.dtype === 'bool' ? graph.cast(x, 'int32') : x;
    return graph.reduce(op, numbers, axesOf(x, attributes), attributes.keepDims ?? false);
  };
}

/** The greatest or the least; NaN where there is one, which ONNX Runtime leaves out. */
function extreme(op: string): KernelMapping {
  const plain = reduction(op);
  return (graph, { x }: Operand, attributes: ReductionAttributes) => {
    const [found] = [plain(graph, { x }, attributes)].flat() as [Value];
    if (x.dtype !== 'float32') return found;
    const isNaN = graph.node('IsNaN', [x], { shape: x.shape, dtype: 'bool' });
    const holes = graph.cast(isNaN, 'float32');
    const hasHole = graph.reduce('ReduceMax', holes, axesOf(x, attributes), attributes.keepDims ?? false);
    return graph.where(graph.cast(hasHole, 'bool'), graph.scalar(NaN), found);
  };
}

/** Integers through 64 bits: ONNX Runtime stops at the largest int32, JavaScript wraps around. */
function accumulation(op: string): KernelMapping {
  const plain = reduction(op);
  return (graph, { x }: Operand, attributes: ReductionAttributes) => {
    if (x.dtype === 'float32') return plain(graph, { x }, attributes);
    const [wide] = [plain(graph, { x: graph.cast(x, 'int64') }, attributes)].flat() as [Value];
    return graph.cast(wide, 'int32');
  };
}

function mean(graph: GraphBuilder, { x }: Operand, attributes: ReductionAttributes): Value {
  return graph.reduce(
    'ReduceMean',
    graph.cast(x, 'float32'),
    axesOf(x, attributes),
    attributes.keepDims ?? false,
  );
}

/** All is the least, Any the greatest of zeros and ones. */
function logical(op: string): KernelMapping {
  return (graph, { x }: Operand, attributes: ReductionAttributes) =>
    graph.cast(
      graph.reduce(op, graph.cast(x, 'int32'), axesOf(x, attributes), attributes.keepDims ?? false),
      'bool',
    );
}

function position(op: string): KernelMapping {
  return (graph, { x }: Operand, attributes: Partial<ArgMaxAttrs>) => {
    const [axis = 0] = util.parseAxisParam(attributes.axis ?? 0, [...x.shape]);
    const shape = x.shape.filter((_, i) => i !== axis);
    return graph.cast(graph.node(op, [x], { shape, dtype: 'int64' }, { axis, keepdims: 0 }), 'int32');
  };
}

function cumulativeSum(
  graph: GraphBuilder,
  { x }: Operand,
  { axis, exclusive, reverse }: CumsumAttrs,
): Value {
  const inputs = [x, graph.scalar(axis, 'int64')];
  return graph.node('CumSum', inputs, x, { exclusive: Number(exclusive), reverse: Number(reverse) });
}

export const reductionKernels: KernelFamily = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  Cumsum: cumulativeSum,
  Max: extreme('ReduceMax'),
  Mean: mean,
  Min: extreme('ReduceMin'),
  Prod: accumulation('ReduceProd'),
  Sum: accumulation('ReduceSum'),
};

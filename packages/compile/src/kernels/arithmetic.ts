import { upcastType } from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type TensorDType, type Value } from '../graph/value';
import { type KernelFamily, type KernelMapping, type ValueList, type Values } from './mapping';

type Pair = Values<'a' | 'b'>;

/** An operator that ONNX has under another name, with the same broadcasting. */
function sameAs(op: string): KernelMapping {
  return (graph, { a, b }: Pair) => {
    const dtype = upcastType(a.dtype as TensorDType, b.dtype as TensorDType) as TensorDType;
    return graph.binary(op, graph.cast(a, dtype), graph.cast(b, dtype));
  };
}

function floorOfQuotient(graph: GraphBuilder, { a, b }: Pair): Value {
  return graph.unary('Floor', graph.binary('Div', a, b));
}

/** An integer, rounded towards minus infinity; ONNX's `Div` of integers rounds towards zero. */
function floorDivide(graph: GraphBuilder, { a, b }: Pair): Value {
  if (a.dtype === 'float32') return graph.cast(floorOfQuotient(graph, { a, b }), 'int32');
  return graph.binary('Div', graph.binary('Sub', a, graph.binary('Mod', a, b)), b);
}

/** The remainder has the divisor's sign. */
function modulo(graph: GraphBuilder, { a, b }: Pair): Value {
  if (a.dtype !== 'float32') return graph.binary('Mod', a, b);
  return graph.binary('Sub', a, graph.binary('Mul', floorOfQuotient(graph, { a, b }), b));
}

function squaredDifference(graph: GraphBuilder, { a, b }: Pair): Value {
  const difference = graph.binary('Sub', a, b);
  return graph.binary('Mul', difference, difference);
}

function sumOf(graph: GraphBuilder, terms: ValueList): Value {
  return Object.values(terms).reduce((sum, term) => graph.binary('Add', sum, term));
}

export const arithmeticKernels: KernelFamily = {
  Add: sameAs('Add'),
  AddN: sumOf,
  FloorDiv: floorDivide,
  Maximum: sameAs('Max'),
  Minimum: sameAs('Min'),
  Mod: modulo,
  Multiply: sameAs('Mul'),
  Pow: sameAs('Pow'),
  RealDiv: sameAs('Div'),
  SquaredDifference: squaredDifference,
  Sub: sameAs('Sub'),
};

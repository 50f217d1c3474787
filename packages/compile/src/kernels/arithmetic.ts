import { upcastType } from '@tensorflow/tfjs-core';
import { type GraphBuilder, broadcast } from '../graph/builder';
import { type TensorDType, type Value, isConstant } from '../graph/value';
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

/** Whether integers can be divided by all of these: a division by 0, and of the least number by −1, ends the process. */
function isSafeDivisor(b: Value): boolean {
  return isConstant(b) && Array.from(b.data, Number).every(value => value !== 0 && value !== -1);
}

/** Divides integers where it is safe; by 0 the answer is 0, as in JavaScript, and by −1 what `byMinusOne` says. */
function guarded(
  graph: GraphBuilder,
  b: Value,
  byMinusOne: () => Value,
  divide: (by: Value) => Value,
): Value {
  if (isSafeDivisor(b)) return divide(b);
  const [zero, one] = [graph.scalar(0, 'int32'), graph.scalar(1, 'int32')];
  const isZero = graph.binary('Equal', b, zero, 'bool');
  const isMinusOne = graph.binary('Equal', b, graph.scalar(-1, 'int32'), 'bool');
  const quotient = divide(graph.where(graph.binary('Or', isZero, isMinusOne, 'bool'), one, b));
  return graph.where(isZero, zero, graph.where(isMinusOne, byMinusOne(), quotient));
}

/** An integer, rounded towards minus infinity; ONNX's `Div` of integers rounds towards zero. */
function floorDivide(graph: GraphBuilder, { a, b }: Pair): Value {
  if (a.dtype === 'float32') return graph.wrapToInt32(floorOfQuotient(graph, { a, b }));
  const zero = graph.scalar(0, 'int32');
  const isNegative = (x: Value) => graph.binary('Less', x, zero, 'bool');
  return guarded(
    graph,
    b,
    () => graph.unary('Neg', a),
    by => {
      const isExact = graph.binary('Equal', graph.binary('Mod', a, by), zero, 'bool');
      const signsDiffer = graph.binary('Xor', isNegative(a), isNegative(by), 'bool');
      const isRounded = graph.binary('And', graph.unary('Not', isExact), signsDiffer, 'bool');
      return graph.binary('Sub', graph.binary('Div', a, by), graph.cast(isRounded, 'int32'));
    },
  );
}

/** The remainder has the divisor's sign. */
function modulo(graph: GraphBuilder, { a, b }: Pair): Value {
  if (a.dtype !== 'float32')
    return guarded(
      graph,
      b,
      () => graph.scalar(0, 'int32'),
      by => graph.binary('Mod', a, by),
    );
  // As JavaScript's cpu backend has it: exact also where the quotient is large or the divisor infinite.
  const type = { shape: broadcast(a.shape, b.shape), dtype: a.dtype };
  const first = graph.node('Mod', [a, b], type, { fmod: 1 });
  const zero = graph.scalar(0);
  const isBelow = (x: Value) => graph.binary('Less', x, zero, 'bool');
  const signsDiffer = graph.binary('Xor', isBelow(a), isBelow(b), 'bool');
  const isExact = graph.binary('Equal', first, zero, 'bool');
  const isShifted = graph.binary('And', signsDiffer, graph.unary('Not', isExact), 'bool');
  return graph.where(isShifted, graph.binary('Add', first, b), first);
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

import { type GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';
import { type KernelFamily, type KernelMapping, type Values } from './mapping';

function compare(op: string): KernelMapping {
  return (graph, { a, b }: Values<'a' | 'b'>) => graph.binary(op, a, b, 'bool');
}

function test(op: string): KernelMapping {
  return (graph, { x }: Values<'x'>) => graph.node(op, [x], { shape: x.shape, dtype: 'bool' });
}

function isFinite(graph: GraphBuilder, { x }: Values<'x'>): Value {
  const magnitude = graph.unary('Abs', x);
  return graph.binary('Less', magnitude, graph.scalar(Infinity), 'bool');
}

function select(graph: GraphBuilder, { condition, t, e }: Values<'condition' | 't' | 'e'>): Value {
  // A vector chooses whole rows.
  const perRow = condition.shape.length === 1 && t.shape.length > 1;
  const chosen = perRow
    ? graph.reshape(
        condition,
        t.shape.map((dim, axis) => (axis === 0 ? dim : 1)),
      )
    : condition;
  // ONNX Runtime's Where does not take booleans.
  if (t.dtype === 'bool')
    return graph.cast(graph.where(chosen, graph.cast(t, 'int32'), graph.cast(e, 'int32')), 'bool');
  return graph.where(chosen, t, e);
}

export const comparisonKernels: KernelFamily = {
  Equal: compare('Equal'),
  Greater: compare('Greater'),
  GreaterEqual: compare('GreaterOrEqual'),
  IsFinite: isFinite,
  IsInf: test('IsInf'),
  IsNan: test('IsNaN'),
  Less: compare('Less'),
  LessEqual: compare('LessOrEqual'),
  LogicalAnd: compare('And'),
  LogicalNot: test('Not'),
  LogicalOr: compare('Or'),
  NotEqual: (graph, { a, b }: Values<'a' | 'b'>) => graph.unary('Not', graph.binary('Equal', a, b, 'bool')),
  Select: select,
};

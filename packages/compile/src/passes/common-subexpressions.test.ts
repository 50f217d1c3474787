import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../graph/builder';
import { shareCommonSubexpressions } from './common-subexpressions';

const x = { name: 'x', shape: [2], dtype: 'float32' } as const;

function opsAfter(write: (graph: GraphBuilder) => ReturnType<GraphBuilder['unary']>[]) {
  const graph = new GraphBuilder();
  const outputs = write(graph);
  const shared = shareCommonSubexpressions({ inputs: [x], nodes: graph.nodes, outputs });
  return { ops: shared.nodes.map(({ op }) => op), outputs: shared.outputs, nodes: shared.nodes };
}

describe('shareCommonSubexpressions', () => {
  it('computes equal nodes once, also where they are equal only after sharing', () => {
    const { ops, outputs } = opsAfter(graph => [
      graph.unary('Neg', graph.unary('Exp', x)),
      graph.unary('Neg', graph.unary('Exp', x)),
    ]);
    expect(ops).toEqual(['Exp', 'Neg']);
    expect(outputs[0]).toBe(outputs[1]);
  });

  it('knows equal small constants, and makes them one', () => {
    const { ops, nodes } = opsAfter(graph => [
      graph.binary('Add', x, graph.scalar(2)),
      graph.binary('Add', x, graph.scalar(2)),
      graph.binary('Mul', x, graph.scalar(2)),
    ]);
    expect(ops).toEqual(['Add', 'Mul']);
    expect(nodes[0]!.inputs[1]).toBe(nodes[1]!.inputs[1]);
  });

  it('keeps apart what differs in operator, attributes, constants, types or signs of zero', () => {
    const { ops } = opsAfter(graph => [
      graph.unary('LeakyRelu', x, { alpha: { float: 0.1 } }),
      graph.unary('LeakyRelu', x, { alpha: { float: 0.2 } }),
      graph.binary('Add', x, graph.scalar(0)),
      graph.binary('Add', x, graph.scalar(-0)),
      graph.binary('Add', x, graph.fill(0, [2], 'float32')),
      graph.cast(x, 'int32'),
      graph.cast(x, 'bool'),
    ]);
    expect(ops).toHaveLength(7);
  });
});

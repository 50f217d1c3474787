import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../graph/builder';
import { type Value } from '../graph/value';
import { simplify } from './simplify';

const x = { name: 'x', shape: [2, 3], dtype: 'float32' } as const;

function simplified(write: (graph: GraphBuilder) => Value) {
  const graph = new GraphBuilder();
  const output = write(graph);
  return simplify({ inputs: [x], nodes: graph.nodes, outputs: [output] });
}

describe('simplify', () => {
  it.each<[string, (graph: GraphBuilder) => Value]>([
    ['x · 1', graph => graph.binary('Mul', x, graph.scalar(1))],
    ['1 · x', graph => graph.binary('Mul', graph.fill(1, [2, 3], 'float32'), x)],
    ['x + 0', graph => graph.binary('Add', x, graph.scalar(0))],
    ['x − 0', graph => graph.binary('Sub', x, graph.scalar(0))],
    ['x / 1', graph => graph.binary('Div', x, graph.scalar(1))],
    ['a reshape and back', graph => graph.reshape(graph.reshape(x, [6]), [2, 3])],
    ['a transpose and back', graph => graph.transpose(graph.transpose(x, [1, 0]), [1, 0])],
  ])('drops %s', (_, write) => {
    const { nodes, outputs } = simplified(write);
    const live = nodes.filter(node => node.outputs.includes(outputs[0]!));
    expect(live).toEqual([]);
    expect(outputs).toEqual([x]);
  });

  it.each<[string, (graph: GraphBuilder) => Value]>([
    ['1 − x', graph => graph.binary('Sub', graph.scalar(1), x)],
    ['0 − x', graph => graph.binary('Sub', graph.scalar(0), x)],
    ['1 / x', graph => graph.binary('Div', graph.scalar(1), x)],
    ['x · 0', graph => graph.binary('Mul', x, graph.scalar(0))],
    [
      'a product with one that broadcasts',
      graph => graph.binary('Mul', x, graph.fill(1, [4, 2, 3], 'float32')),
    ],
    ['a transpose', graph => graph.transpose(x, [1, 0])],
  ])('keeps %s', (_, write) => {
    const { nodes, outputs } = simplified(write);
    expect(nodes.some(node => node.outputs.includes(outputs[0]!))).toBe(true);
  });

  it('joins reshapes and transposes', () => {
    const reshaped = simplified(graph => graph.reshape(graph.reshape(x, [6]), [3, 2]));
    expect(reshaped.nodes.at(-1)).toMatchObject({
      op: 'Reshape',
      inputs: [x, { data: BigInt64Array.of(3n, 2n) }],
    });
    const turned = simplified(graph =>
      graph.transpose(graph.transpose(graph.reshape(x, [1, 2, 3]), [2, 0, 1]), [1, 2, 0]),
    );
    expect(turned.outputs[0]).toMatchObject({ shape: [1, 2, 3] });
  });

  it('lets the operator broadcast instead of an expansion or a filled tensor', () => {
    const expanded = simplified(graph =>
      graph.binary('Mul', x, graph.expand(graph.reduce('ReduceMean', x, [1], true), [2, 3])),
    );
    expect(expanded.nodes.at(-1)!.inputs.map(({ shape }) => shape)).toEqual([
      [2, 3],
      [2, 1],
    ]);
    const filled = simplified(graph => graph.binary('Add', x, graph.fill(5, [2, 3], 'float32')));
    expect(filled.nodes[0]!.inputs.map(({ shape }) => shape)).toEqual([[2, 3], []]);
  });

  it('keeps one of two expansions, so that the result keeps its shape', () => {
    const { nodes } = simplified(graph => {
      const row = graph.expand(graph.reduce('ReduceMean', x, [1], true), [2, 3]);
      return graph.binary('Add', row, graph.unary('Neg', row));
    });
    expect(nodes.at(-1)!.outputs[0]!.shape).toEqual([2, 3]);
    const widths = nodes.at(-1)!.inputs.map(({ shape }) => shape[1]);
    expect(widths).toContain(3);
  });
});

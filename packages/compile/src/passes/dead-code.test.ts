import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../graph/builder';
import { removeDeadCode } from './dead-code';

describe('removeDeadCode', () => {
  it('drops what no output needs and keeps the order of the rest', () => {
    const graph = new GraphBuilder();
    const x = { name: 'x', shape: [2], dtype: 'float32' } as const;
    const kept = graph.unary('Exp', x);
    graph.unary('Neg', graph.unary('Log', x));
    const output = graph.binary('Add', kept, graph.scalar(1));
    const { nodes } = removeDeadCode({ inputs: [x], nodes: graph.nodes, outputs: [output] });
    expect(nodes.map(({ op }) => op)).toEqual(['Exp', 'Add']);
  });

  it('keeps a node of several outputs if one of them is needed', () => {
    const graph = new GraphBuilder();
    const x = { name: 'x', shape: [4], dtype: 'float32' } as const;
    const [, second] = graph.split(x, [1, 3], 0);
    expect(removeDeadCode({ inputs: [x], nodes: graph.nodes, outputs: [second!] }).nodes).toHaveLength(1);
  });
});

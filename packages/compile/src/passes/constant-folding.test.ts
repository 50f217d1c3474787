import { describe, expect, it } from '@jest/globals';
import { GraphBuilder, elements } from '../graph/builder';
import { type Value, isConstant } from '../graph/value';
import { foldConstants } from './constant-folding';

function fold(write: (graph: GraphBuilder) => Value) {
  const graph = new GraphBuilder();
  const output = write(graph);
  const folded = foldConstants({ inputs: [], nodes: graph.nodes, outputs: [output] });
  const [value] = folded.outputs;
  return { nodes: folded.nodes.length, values: value && isConstant(value) ? elements(value) : undefined };
}

describe('foldConstants', () => {
  it('computes chains of known numbers in float32', () => {
    const { nodes, values } = fold(graph =>
      graph.unary(
        'Sqrt',
        graph.binary('Div', graph.scalar(1), graph.binary('Add', graph.scalar(2), graph.scalar(1))),
      ),
    );
    expect(nodes).toBe(0);
    expect(values).toEqual([Math.fround(Math.sqrt(Math.fround(1 / 3)))]);
  });

  it('broadcasts small constants', () => {
    const { values } = fold(graph =>
      graph.binary(
        'Sub',
        graph.constant(Float32Array.of(1, 2, 3), [3], 'float32'),
        graph.constant(Float32Array.of(10, 20), [2, 1], 'float32'),
      ),
    );
    expect(values).toEqual([-9, -8, -7, -19, -18, -17]);
  });

  it('keeps uniform constants of any size uniform', () => {
    const graph = new GraphBuilder();
    const output = graph.binary('Mul', graph.fill(3, [1000, 1000], 'float32'), graph.scalar(2));
    const [value] = foldConstants({ inputs: [], nodes: graph.nodes, outputs: [output] }).outputs;
    expect(value).toMatchObject({ shape: [1000, 1000], data: Float32Array.of(6) });
  });

  it('leaves to the runtime what is large, unknown or not of floats', () => {
    const x = { name: 'x', shape: [], dtype: 'float32' } as const;
    const large = new Float32Array(1000).map((_, i) => i);
    expect(fold(graph => graph.binary('Add', x, graph.scalar(1))).nodes).toBe(1);
    expect(fold(graph => graph.unary('Exp', graph.constant(large, [1000], 'float32'))).nodes).toBe(1);
    expect(fold(graph => graph.binary('Div', graph.scalar(7, 'int32'), graph.scalar(2, 'int32'))).nodes).toBe(
      1,
    );
  });

  it('casts to float', () => {
    expect(fold(graph => graph.cast(graph.scalar(3, 'int32'), 'float32')).values).toEqual([3]);
    expect(fold(graph => graph.cast(graph.scalar(3.5), 'int32')).nodes).toBe(1);
  });
});

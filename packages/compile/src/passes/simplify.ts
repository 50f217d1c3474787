import { type Graph, type Node, rewrite } from '../graph/graph';
import { type Value, isUniform, sameShape, uniformNumber } from '../graph/value';

/**
 * Removes work that changes nothing: x · 1, x + 0, x / 1, a reshape of a reshape, a transpose undone, an expansion
 * that the next operator's broadcasting repeats. Automatic differentiation leaves many of these behind.
 */
export function simplify(graph: Graph): Graph {
  const makers = new Map<Value, Node>();
  return rewrite(graph, (node, replace, emit) => {
    const [output] = node.outputs;
    const same = output && unchanged(node, output);
    if (same) {
      replace(output, same);
      return;
    }
    const simpler = throughMaker(withSmallOperands(node, makers), makers);
    const [x] = simpler.inputs;
    if (output && x && simpler.op === 'Reshape' && sameShape(x.shape, output.shape)) replace(output, x);
    else if (output && simpler.op === 'Identity' && x) replace(output, x);
    else {
      simpler.outputs.forEach(value => makers.set(value, simpler));
      emit(simpler);
    }
  });
}

/** The operand that the node merely repeats, if it does. */
function unchanged({ op, inputs: [a, b] }: Node, output: Value): Value | undefined {
  if (!a || !b || output.dtype !== 'float32') return undefined;
  const keeps = (value: Value, other: Value, neutral: number) =>
    uniformNumber(other) === neutral && value.dtype === output.dtype && sameShape(value.shape, output.shape);
  if ((op === 'Mul' || op === 'Div') && keeps(a, b, 1)) return a;
  if (op === 'Mul' && keeps(b, a, 1)) return b;
  if ((op === 'Add' || op === 'Sub') && keeps(a, b, 0)) return a;
  if (op === 'Add' && keeps(b, a, 0)) return b;
  return undefined;
}

const broadcasting = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Min',
  'Pow',
  'Equal',
  'Less',
  'Greater',
  'Where',
]);

/** In operators that broadcast, a filled tensor can be a single number, and what was expanded its source. */
function withSmallOperands(node: Node, makers: ReadonlyMap<Value, Node>): Node {
  const [output] = node.outputs;
  if (!output || !broadcasting.has(node.op)) return node;
  const inputs = [...node.inputs];
  node.inputs.forEach((input, i) => {
    const maker = makers.get(input);
    const source = isUniform(input)
      ? { ...input, shape: [] }
      : maker?.op === 'Expand'
        ? maker.inputs[0]
        : undefined;
    if (!source || (source.shape.length === input.shape.length && sameShape(source.shape, input.shape)))
      return;
    const others = inputs.filter((_, j) => j !== i).map(value => value.shape);
    if (sameShape(broadcastAll([source.shape, ...others]), output.shape)) inputs[i] = source;
  });
  return { ...node, inputs };
}

function broadcastAll(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(shape => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map(shape => shape[axis - rank + shape.length] ?? 1)),
  );
}

/** Joins a reshape or transpose with the one that made its input. */
function throughMaker(node: Node, makers: ReadonlyMap<Value, Node>): Node {
  const [x, ...rest] = node.inputs;
  const maker = x && makers.get(x);
  const source = maker?.inputs[0];
  if (!maker || !source || maker.op !== node.op) return node;
  if (node.op === 'Reshape') return { ...node, inputs: [source, ...rest] };
  if (node.op !== 'Transpose') return node;
  const { perm: inner } = maker.attributes;
  const { perm: outer } = node.attributes;
  if (!Array.isArray(inner) || !Array.isArray(outer)) return node;
  const joined = outer.map(axis => Number(inner[axis]));
  const nothing = joined.every((axis, i) => axis === i);
  return {
    ...node,
    op: nothing ? 'Identity' : 'Transpose',
    inputs: [source],
    attributes: nothing ? {} : { perm: joined },
  };
}

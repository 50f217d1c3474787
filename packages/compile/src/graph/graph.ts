import { type ConstantData, type Value } from './value';

/** An ONNX attribute: a number is an INT, `{ float }` a FLOAT, an array INTS, and so on. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly tensor: { readonly dtype: Value['dtype']; readonly data: ConstantData } };

/** One ONNX operator applied to values. */
export interface Node {
  readonly op: string;
  /** Operator set; the standard one by default. */
  readonly domain?: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A static computation: nodes in an order in which they can run. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
}

/** A rewriting of a graph that leaves its inputs and the numbers at its outputs as they are. */
export type Pass = (graph: Graph) => Graph;

/**
 * Copies a graph node by node while values are being replaced. `visit` sees every node with its inputs already
 * replaced, and answers with the nodes to keep and what to read instead of the outputs it dropped.
 */
export function rewrite(
  graph: Graph,
  visit: (node: Node, replace: (from: Value, to: Value) => void, emit: (node: Node) => void) => void,
): Graph {
  const replaced = new Map<Value, Value>();
  const current = (value: Value) => replaced.get(value) ?? value;
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    visit(
      { ...node, inputs: node.inputs.map(current) },
      (from, to) => replaced.set(from, current(to)),
      kept => nodes.push(kept),
    );
  }
  return { inputs: graph.inputs, nodes, outputs: graph.outputs.map(current) };
}

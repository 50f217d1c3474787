import { type Graph } from '../graph/graph';

/** Drops nodes whose outputs nobody reads. */
export function removeDeadCode(graph: Graph): Graph {
  const needed = new Set(graph.outputs);
  const kept = graph.nodes.toReversed().filter(node => {
    if (!node.outputs.some(output => needed.has(output))) return false;
    node.inputs.forEach(input => needed.add(input));
    return true;
  });
  return { ...graph, nodes: kept.reverse() };
}

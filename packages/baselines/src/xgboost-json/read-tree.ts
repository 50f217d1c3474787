import { joinSets } from '../trees/category-sets';
import { LEAF, type Tree } from '../trees/tree';
import type { JsonValue } from './json-reader';
import { readSets } from './read-categories';

/** A tree's nodes as the file has them, in arrays of one length. */
interface StoredNodes {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly condition: Float32Array;
  readonly defaultLeft: readonly number[];
  readonly cover: Float32Array;
  readonly gain: Float32Array;
  readonly sets: ReadonlyMap<number, Uint32Array>;
}

/**
 * A tree from an XGBoost file. Its nodes are numbered anew, level by level, which also finds out whether they form a
 * tree: every node but the deleted ones is reached exactly once.
 *
 * @throws HephError `invalid-file`
 */
export function readTree(json: JsonValue, numFeatures: number): Tree {
  const parameters = json.get('tree_param');
  const numNodes = parameters.get('num_nodes').count();
  if (numNodes === 0) parameters.get('num_nodes').fail('at least 1');
  const nodes = readNodes(json, numNodes, numFeatures);
  const order = breadthFirst(json, nodes);
  const numDeleted = parameters.get('num_deleted').count();
  if (order.length !== numNodes - numDeleted)
    json.get('left_children').fail(`such that ${numNodes - numDeleted} nodes can be reached`);
  return renumbered(nodes, order);
}

function readNodes(json: JsonValue, numNodes: number, numFeatures: number): StoredNodes {
  // The lists' lengths are compared before anything is made of them: a huge count alone costs nothing.
  const left = json.get('left_children').integers(numNodes, LEAF, numNodes - 1);
  const right = json.get('right_children').integers(numNodes, LEAF, numNodes - 1);
  const sets = readSets(json, numNodes);
  return {
    left,
    right,
    feature: json.get('split_indices').integers(numNodes, 0, Math.max(0, numFeatures - 1)),
    condition: json.get('split_conditions').floats(numNodes, node => sets.has(node) && left[node] !== LEAF),
    defaultLeft: json.get('default_left').integers(numNodes, 0, 1),
    cover: json.get('sum_hessian').floats(numNodes),
    gain: json.get('loss_changes').floats(numNodes),
    sets,
  };
}

/** The nodes that can be reached, level by level, siblings side by side. */
function breadthFirst(json: JsonValue, { left, right }: StoredNodes): number[] {
  const order = [0];
  const isReached = new Uint8Array(left.length);
  isReached[0] = 1;
  const reach = (child: number) => {
    if (isReached[child]) json.get('left_children').fail('a tree, in which each node has one parent');
    isReached[child] = 1;
    order.push(child);
  };
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!;
    if ((left[node] === LEAF) !== (right[node] === LEAF))
      json.get('right_children').fail('such that a node has both children or none');
    if (left[node] === LEAF) continue;
    reach(left[node]!);
    reach(right[node]!);
  }
  return order;
}

function renumbered(nodes: StoredNodes, order: readonly number[]): Tree {
  const placeOf = new Map(order.map((node, place) => [node, place]));
  const isLeaf = (node: number) => nodes.left[node] === LEAF;
  const sets = new Map<number, Uint32Array>();
  for (const [node, set] of nodes.sets) {
    const place = placeOf.get(node);
    // XGBoost may leave its set to a node that it has made a leaf or deleted.
    if (place !== undefined && !isLeaf(node)) sets.set(place, set);
  }
  const threshold = (node: number) => (nodes.sets.has(node) ? NaN : nodes.condition[node]!);
  const tree: Tree = {
    feature: Int32Array.from(order, node => (isLeaf(node) ? LEAF : nodes.feature[node]!)),
    threshold: Float32Array.from(order, node => (isLeaf(node) ? 0 : threshold(node))),
    defaultLeft: Uint8Array.from(order, node => (isLeaf(node) ? 0 : nodes.defaultLeft[node]!)),
    left: Int32Array.from(order, node => (isLeaf(node) ? LEAF : placeOf.get(nodes.left[node]!)!)),
    value: Float32Array.from(order, node => (isLeaf(node) ? nodes.condition[node]! : 0)),
    cover: Float32Array.from(order, node => nodes.cover[node]!),
    gain: Float32Array.from(order, node => (isLeaf(node) ? 0 : nodes.gain[node]!)),
    categories: joinSets(order.length, sets),
  };
  averageValues(tree);
  return tree;
}

/** Gives inner nodes their leaves' average by cover: files hold it without the learning rate, which they do not tell. */
function averageValues({ left, value, cover }: Tree): void {
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child === LEAF) continue;
    const weight = cover[child]! + cover[child + 1]!;
    const share = weight > 0 ? cover[child]! / weight : 0.5;
    value[node] = share * value[child]! + (1 - share) * value[child + 1]!;
  }
}

import { joinSets } from '../trees/category-sets';
import { LEAF, type Tree } from '../trees/tree';
import { integersBetween, type JsonValue } from './json-reader';
import { readSets } from './read-categories';

interface Children {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** A tree's nodes as the file has them, in arrays of one length. */
interface StoredNodes extends Children {
  readonly feature: readonly number[];
  readonly condition: Float32Array;
  readonly defaultLeft: readonly number[];
  readonly cover: Float32Array;
  readonly gain: Float32Array;
  readonly sets: ReadonlyMap<number, Uint32Array>;
}

/** Stands for whatever a list holds that is no child. */
const NO_CHILD = -2;

/**
 * A tree from an XGBoost file. Its nodes are numbered anew, level by level, which also finds out whether they form a
 * tree: every node is reached at most once. Those that are not reached are ignored, whatever stands in their place:
 * XGBoost leaves deleted nodes in its lists, in any place.
 *
 * @param weight what its leaves are multiplied by, in float32
 * @throws HephError `invalid-file`
 */
export function readTree(json: JsonValue, numFeatures: number, weight = 1): Tree {
  const parameters = json.get('tree_param');
  const numNodes = parameters.get('num_nodes').count();
  if (numNodes === 0) parameters.get('num_nodes').fail('at least 1');
  requireScalarLeaves(parameters.get('size_leaf_vector'));
  const children = readChildren(json, numNodes);
  const order = breadthFirst(json, children);
  const deleted = parameters.get('num_deleted');
  const numDeleted = deleted.isPresent ? deleted.count() : 0;
  if (order.length > numNodes - numDeleted)
    json.get('left_children').fail(`such that ${numNodes - numDeleted} nodes can be reached`);
  return renumbered(readNodes(json, children, order, numFeatures), order, weight);
}

/** 0 until XGBoost 1.7, 1 since: a leaf's value is a number. */
function requireScalarLeaves(size: JsonValue): void {
  if (size.isPresent && size.count() > 1) size.fail('0 or 1, a value a leaf');
}

/** The lists' lengths are compared before anything is made of them: a huge count alone costs nothing. */
function readChildren(json: JsonValue, numNodes: number): Children {
  const read = (name: string) => json.get(name).integers(numNodes, LEAF, numNodes - 1, () => NO_CHILD);
  return { left: read('left_children'), right: read('right_children') };
}

/** The nodes that can be reached, level by level, siblings side by side. */
function breadthFirst(json: JsonValue, { left, right }: Children): number[] {
  const order = [0];
  const isReached = new Uint8Array(left.length);
  isReached[0] = 1;
  const requireChild = (list: string, children: readonly number[], node: number) => {
    if (children[node] === NO_CHILD)
      json
        .get(list)
        .at(node)
        .fail(`one of ${left.length} ${integersBetween(LEAF, left.length - 1)}`);
  };
  const reach = (child: number) => {
    if (isReached[child]) json.get('left_children').fail('a tree, in which each node has one parent');
    isReached[child] = 1;
    order.push(child);
  };
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!;
    requireChild('left_children', left, node);
    requireChild('right_children', right, node);
    if ((left[node] === LEAF) !== (right[node] === LEAF))
      json.get('right_children').fail('such that a node has both children or none');
    if (left[node] === LEAF) continue;
    reach(left[node]!);
    reach(right[node]!);
  }
  return order;
}

function readNodes(
  json: JsonValue,
  { left, right }: Children,
  order: readonly number[],
  numFeatures: number,
): StoredNodes {
  const numNodes = left.length;
  const isReached = new Uint8Array(numNodes);
  for (const node of order) isReached[node] = 1;
  const isLeaf = (node: number) => left[node] === LEAF;
  const ifDeleted = (node: number) => (isReached[node] ? undefined : 0);
  const ifAskingNothing = (node: number) => (isLeaf(node) ? 0 : ifDeleted(node));
  const sets = readSets(json, numNodes);
  return {
    left,
    right,
    feature: json.get('split_indices').integers(numNodes, 0, Math.max(0, numFeatures - 1), ifAskingNothing),
    condition: json
      .get('split_conditions')
      .floats(numNodes, node => (sets.has(node) && !isLeaf(node) ? NaN : ifDeleted(node))),
    defaultLeft: json.get('default_left').integers(numNodes, 0, 1, ifAskingNothing),
    cover: json.get('sum_hessian').floats(numNodes, ifDeleted),
    // Predictions do not depend on it, and where nothing is regularized it may be infinite.
    gain: json.get('loss_changes').floats(numNodes, () => 0),
    sets,
  };
}

function renumbered(nodes: StoredNodes, order: readonly number[], weight: number): Tree {
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
    value: Float32Array.from(order, node => (isLeaf(node) ? weight * nodes.condition[node]! : 0)),
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

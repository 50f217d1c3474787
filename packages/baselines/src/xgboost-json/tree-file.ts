import { hasSet, setOf } from '../trees/category-sets';
import { LEAF, type Tree } from '../trees/tree';
import type { FileValue } from './file-value';

/** XGBoost's "no node" where a root has no parent. */
const noParent = 2147483647;

/** A tree as XGBoost saves it. */
export function treeFile(tree: Tree, id: number, numFeatures: number): FileValue {
  const { feature, left, defaultLeft, threshold, value, cover, gain } = tree;
  const numNodes = feature.length;
  const parents = new Int32Array(numNodes).fill(noParent);
  left.forEach((child, node) => {
    if (child !== LEAF) parents[child] = parents[child + 1] = node;
  });
  const conditions = threshold.map((cut, node) => {
    if (feature[node] === LEAF) return value[node]!;
    // XGBoost writes NaN where a set decides, which is no JSON; it reads any number there.
    return Number.isNaN(cut) ? 0 : cut;
  });
  return {
    base_weights: value,
    ...categoryMembers(tree),
    default_left: defaultLeft,
    id,
    left_children: left,
    loss_changes: gain,
    parents,
    right_children: left.map(child => (child === LEAF ? LEAF : child + 1)),
    split_conditions: conditions,
    split_indices: feature.map(asked => Math.max(0, asked)),
    sum_hessian: cover,
    tree_param: {
      num_deleted: '0',
      num_feature: String(numFeatures),
      num_nodes: String(numNodes),
      size_leaf_vector: '0',
    },
  };
}

/** What tells of a tree's categorical splits: nothing where there are none. A set is what goes right, in XGBoost as here. */
function categoryMembers({ categories, feature }: Tree): Record<string, FileValue> {
  if (!categories) return {};
  const isCategorical = Uint8Array.from(feature, (_, node) => Number(hasSet(categories, node)));
  const nodes = Int32Array.from([...isCategorical.keys()].filter(node => isCategorical[node] === 1));
  const places = (of: (node: number) => number) => BigInt64Array.from(nodes, node => BigInt(of(node)));
  return {
    categories: Int32Array.from(categories.codes),
    categories_nodes: nodes,
    categories_segments: places(node => categories.starts[node]!),
    categories_sizes: places(node => setOf(categories, node).length),
    split_type: isCategorical,
  };
}

import { hasSet, setOf } from '../trees/category-sets';
import type { Tree } from '../trees/tree';

/**
 * The members of a tree in an XGBoost file that tell of its categorical splits; none where there are none. A set is what
 * goes right, in XGBoost as here.
 */
export function categoryMembers({ categories, feature }: Tree): Record<string, string> {
  if (!categories) return {};
  const isCategorical = Array.from(feature, (_, node) => hasSet(categories, node));
  const nodes = [...isCategorical.keys()].filter(node => isCategorical[node]);
  return {
    categories: JSON.stringify([...categories.codes]),
    categories_nodes: JSON.stringify(nodes),
    categories_segments: JSON.stringify(nodes.map(node => categories.starts[node]!)),
    categories_sizes: JSON.stringify(nodes.map(node => setOf(categories, node).length)),
    split_type: JSON.stringify(isCategorical.map(Number)),
  };
}

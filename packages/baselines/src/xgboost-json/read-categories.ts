import type { JsonValue } from './json-reader';

/** XGBoost takes no category from here on: beyond, float32 cannot tell all integers apart. */
const mostCategories = 16777216;

/**
 * The sets of a tree's categorical splits in an XGBoost file, ascending, by its nodes' numbers. XGBoost lays them one after
 * another, in the order of their nodes; nothing else is taken, so that a file cannot claim more than it holds.
 *
 * @throws HephError `invalid-file`
 */
export function readSets(tree: JsonValue, numNodes: number): Map<number, Uint32Array> {
  const splitType = tree.get('split_type');
  const sets = new Map<number, Uint32Array>();
  if (!splitType.isPresent) return sets;
  const types = splitType.integers(numNodes, 0, 1);
  const expected = [...types.keys()].filter(node => types[node] === 1);
  if (expected.length === 0) return sets;
  const nodes = tree.get('categories_nodes').integers(expected.length, 0, numNodes - 1);
  if (nodes.some((node, i) => node !== expected[i]))
    tree.get('categories_nodes').fail('the nodes whose split_type is 1');
  const all = tree.get('categories');
  const codes = all.integers(all.length, 0, mostCategories - 1);
  const sizes = tree.get('categories_sizes').integers(nodes.length, 1, codes.length);
  const starts = tree.get('categories_segments').integers(nodes.length, 0, codes.length);
  let end = 0;
  nodes.forEach((node, i) => {
    if (starts[i] !== end) tree.get('categories_segments').fail('where the sets begin, one after another');
    end += sizes[i]!;
    sets.set(node, Uint32Array.from(new Set(codes.slice(starts[i], end))).sort());
  });
  if (end !== codes.length) tree.get('categories_sizes').fail(`sizes that add up to ${codes.length}`);
  return sets;
}

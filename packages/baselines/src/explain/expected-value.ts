import type { Tree } from '../trees/tree';
import type { Ensemble } from './ensemble';
import { shareOfLeft } from './tree-walker';

/** The prediction where nothing is known of a row: leaves weighted by the share of the training rows they got. */
export function expectedValue({ trees, base, scale }: Ensemble): number {
  return base + scale * trees.reduce((sum, tree) => sum + expectedOfTree(tree), 0);
}

function expectedOfTree(tree: Tree): number {
  const { feature, left, value } = tree;
  const expected = Float64Array.from(value);
  for (let node = feature.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child < 0) continue;
    const share = shareOfLeft(tree, child);
    expected[node] = share * expected[child]! + (1 - share) * expected[child + 1]!;
  }
  return expected[0]!;
}

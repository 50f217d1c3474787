import type { Tree } from '../trees/tree';
import type { Ensemble } from './ensemble';
import { shareOfLeft } from './tree-shape';

/** For each output, the prediction where nothing is known of a row: leaves weighted by the share of the training rows they got. */
export function expectedValues({ trees, bases, scale }: Ensemble): Float64Array {
  const expected = Float64Array.from(bases);
  for (const { tree, outputs, values } of trees)
    outputs.forEach((output, i) => (expected[output]! += scale * expectedOfTree(tree, values[i]!)));
  return expected;
}

function expectedOfTree(tree: Tree, values: Float32Array): number {
  const { feature, left } = tree;
  const expected = Float64Array.from(values);
  for (let node = feature.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child < 0) continue;
    const share = shareOfLeft(tree, child);
    expected[node] = share * expected[child]! + (1 - share) * expected[child + 1]!;
  }
  return expected[0]!;
}

import type { ExplainedTree } from './ensemble';

/** The features that an output's trees ask about; all, if they ask nothing. */
export function askedFeatures(
  trees: readonly ExplainedTree[],
  output: number,
  numFeatures: number,
): readonly number[] {
  const asked = new Set<number>();
  for (const { tree, outputs } of trees)
    if (outputs.includes(output)) tree.feature.forEach(f => asked.add(f));
  const features = [...Array(numFeatures).keys()];
  const found = features.filter(feature => asked.has(feature));
  return found.length > 0 ? found : features;
}

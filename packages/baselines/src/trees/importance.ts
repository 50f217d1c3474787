import type { Tree } from './tree';

/**
 * How much of each tree’s gain comes from each feature, summed up over the trees ("mean decrease in impurity", Breiman
 * 2001, as scikit-learn computes it).
 */
export function meanGainShares(trees: readonly Tree[], numFeatures: number): Float64Array {
  const sums = new Float64Array(numFeatures);
  for (const tree of trees) {
    const { gains } = gainsByFeature([tree], numFeatures);
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    if (total > 0) gains.forEach((gain, feature) => (sums[feature]! += gain / total));
  }
  return sums;
}

/** The average gain of the splits on each feature, which is what XGBoost's `feature_importances_` is made of. */
export function gainPerSplit(trees: readonly Tree[], numFeatures: number): Float64Array {
  const { gains, numSplits } = gainsByFeature(trees, numFeatures);
  return gains.map((gain, feature) => (numSplits[feature]! > 0 ? gain / numSplits[feature]! : 0));
}

function gainsByFeature(trees: readonly Tree[], numFeatures: number) {
  const gains = new Float64Array(numFeatures);
  const numSplits = new Uint32Array(numFeatures);
  for (const { feature, gain } of trees)
    for (let node = 0; node < feature.length; node++) {
      const asked = feature[node]!;
      if (asked < 0) continue;
      gains[asked]! += gain[node]!;
      numSplits[asked]!++;
    }
  return { gains, numSplits };
}

import type { FeatureImportance } from '@heph/estimator';
import type { FeatureSpec } from '../estimator/feature-schema';
import { rankImportances } from '../estimator/rank-importances';
import { gainPerSplit } from '../trees/importance';
import type { Tree } from '../trees/tree';

/**
 * What to measure a feature by: the average gain of its splits (`'gain'`), their gains' sum (`'totalGain'`), or how many
 * there are (`'splits'`): XGBoost's `gain`, `total_gain` and `weight`.
 */
export type TreeImportanceKind = 'gain' | 'totalGain' | 'splits';

const kinds: readonly TreeImportanceKind[] = ['gain', 'totalGain', 'splits'];

/**
 * The features' shares by one measure, the largest first.
 * @throws RangeError if there is no such measure
 */
export function treeImportances(
  trees: readonly Tree[],
  features: readonly FeatureSpec[],
  kind: TreeImportanceKind,
): FeatureImportance[] {
  if (!kinds.includes(kind))
    throw new RangeError(
      `kind must be one of ${kinds.map(name => `'${name}'`).join(', ')}; received '${String(kind)}'`,
    );
  return rankImportances(features, scoresBy(trees, features.length, kind));
}

function scoresBy(trees: readonly Tree[], numFeatures: number, kind: TreeImportanceKind): Float64Array {
  if (kind === 'gain') return gainPerSplit(trees, numFeatures);
  const sums = new Float64Array(numFeatures);
  for (const { feature, gain } of trees)
    for (let node = 0; node < feature.length; node++)
      if (feature[node]! >= 0) sums[feature[node]!]! += kind === 'splits' ? 1 : gain[node]!;
  return sums;
}

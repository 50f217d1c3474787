import type { FeatureImportance } from './contract';
import type { FeatureSpec } from './feature-schema';

/** Scales scores so that they sum to 1 (unless all are 0) and puts the largest first. */
export function rankImportances(features: readonly FeatureSpec[], scores: Float64Array): FeatureImportance[] {
  const total = scores.reduce((sum, score) => sum + score, 0);
  return features
    .map(({ name }, i) => ({ feature: name, importance: total > 0 ? scores[i]! / total : 0 }))
    .sort((a, b) => b.importance - a.importance);
}

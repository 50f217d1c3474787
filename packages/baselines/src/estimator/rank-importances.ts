import { largestMagnitude, powerOfTwo } from '@heph/data';
import type { FeatureImportance } from '@heph/estimator';
import type { FeatureSpec } from './feature-schema';

/** Scales scores so that they sum to 1 (unless all are 0) and puts the largest first. */
export function rankImportances(features: readonly FeatureSpec[], scores: Float64Array): FeatureImportance[] {
  // Files by others may hold gains that were too large for float32.
  const finite = scores.map(score => (score > 0 ? Math.min(score, Number.MAX_VALUE) : 0));
  const unit = powerOfTwo(largestMagnitude(finite));
  const total = finite.reduce((sum, score) => sum + score / unit, 0);
  return features
    .map(({ name }, i) => ({ feature: name, importance: total > 0 ? finite[i]! / unit / total : 0 }))
    .sort((a, b) => b.importance - a.importance);
}

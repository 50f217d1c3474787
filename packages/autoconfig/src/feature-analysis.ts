import type { FeatureImportance } from '@heph/baselines';

/** Two features that are worth looking at together. */
export interface FeaturePair {
  features: [string, string];
  /** What the two are: quantities, categories, or one of each. */
  kind: 'numeric' | 'categorical' | 'mixed';
  /** How much the method makes of the pair; comparable within one analysis only. */
  score: number;
}

/** What {@link analyzeFeatures} finds. */
export interface FeatureAnalysis {
  /** Every feature's share in what a random forest learned, the largest first; they sum to 1. */
  importances: FeatureImportance[];
  /** The best pairs, the highest score first. */
  pairs: FeaturePair[];
}

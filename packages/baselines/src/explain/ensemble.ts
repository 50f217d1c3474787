import type { FeatureMatrix } from '../trees/feature-matrix';
import type { Tree } from '../trees/tree';

/** What a model of trees predicts: `base + scale · Σ tree(x)`. */
export interface Ensemble {
  readonly trees: readonly Tree[];
  readonly base: number;
  readonly scale: number;
}

/** What is to be explained. */
export interface ExplainedRows {
  readonly ensemble: Ensemble;
  readonly matrix: FeatureMatrix;
  readonly featureNames: readonly string[];
}

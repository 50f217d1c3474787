import type { FeatureImportance, RandomForestRegressor } from '@heph/baselines';

/** What a method may look at. */
export interface PairEvidence {
  readonly forest: RandomForestRegressor;
  readonly importances: readonly FeatureImportance[];
}

/** A way to score pairs: from the evidence, a function that gives the score of two features by name. */
export type PairMethod = (evidence: PairEvidence) => (a: string, b: string) => number;

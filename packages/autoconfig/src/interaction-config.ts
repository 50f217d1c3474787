import type { FeaturePair } from './feature-analysis';

/** Which interactions of features a network models besides its attention, and how large. */
export interface InteractionConfig {
  /** A low-rank product of all columns with themselves. */
  useLowRankCross: boolean;
  /** A hashed embedding for every pair of categories. */
  useCatInteractions: boolean;
  /** A deep & cross network over all columns. */
  useCrossNet: boolean;
  /** The rank of low-rank products. */
  lowRankRank: number;
  /** How many layers the cross network has. */
  crossNetLayers: number;
  /** How many embeddings the pairs of categories share. */
  hashSize: number;
  /** The share of interaction outputs left out in training. */
  dropout: number;
  /** Pairs of columns to model one by one. */
  pairs: FeaturePair[];
}

/** The sizes for most data. */
export const moderateSizes = { lowRankRank: 16, crossNetLayers: 2, hashSize: 1000, dropout: 0.2 };

/** The sizes for data with many interactions and many rows to learn them from. */
export const aggressiveSizes = { lowRankRank: 32, crossNetLayers: 3, hashSize: 2000, dropout: 0.1 };

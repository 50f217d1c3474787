import type { RowWeights } from '@heph/estimator';
import type { BinnedMatrix } from '../trees/binning';
import type { FeatureSampler } from '../trees/feature-sampler';
import type { Tree } from '../trees/tree';
import type { ForestParameters } from './forest-parameters';

/** All that the trees of one forest are grown from: plain objects and typed arrays, so that threads can share it. */
export interface ForestJob {
  /** The features' values; none where bins are enough. */
  readonly columns: readonly Float32Array[];
  /** Numbers, or the classes' places. */
  readonly target: ArrayLike<number>;
  readonly weights: RowWeights;
  readonly bins: BinnedMatrix;
  /** 0 for numbers. */
  readonly numClasses: number;
  readonly parameters: ForestParameters;
}

/** Grows one tree on weighted rows. */
export interface ForestTreeGrower {
  /**
   * @param weights each row's weight in this tree; rows with weight 0 are left out
   * @returns a tree for each output; those of several outputs share their structure
   */
  grow(weights: RowWeights, sampler: FeatureSampler): Tree[];
}

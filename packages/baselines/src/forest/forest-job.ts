import { binMatrix, type BinnedMatrix } from '../trees/binning';
import type { FeatureColumns } from '../trees/feature-columns';
import { matrixOf, type FeatureMatrix } from '../trees/feature-matrix';
import type { ForestParameters } from './forest-parameters';
import { shareArrays } from './shared-arrays';

/** What a forest learns from. */
export interface ForestRows {
  readonly columns: FeatureColumns;
  /** Numbers, or the classes' places. */
  readonly target: ArrayLike<number>;
  readonly weights: Float64Array;
}

/** All that the trees of one forest are grown from: plain objects and typed arrays, so that threads can share it. */
export interface ForestJob {
  readonly target: ArrayLike<number>;
  readonly weights: Float64Array;
  readonly bins: BinnedMatrix;
  /** For numbers, whose small nodes are split exactly. */
  readonly sorted?: SortedMatrix | undefined;
  /** 0 for numbers. */
  readonly numClasses: number;
  readonly parameters: ForestParameters;
  /** How many threads have it. */
  readonly numThreads: number;
}

/** Features row by row, and in order. */
export interface SortedMatrix {
  readonly matrix: FeatureMatrix;
  /** Each feature's rows in ascending order. */
  readonly order: readonly Uint32Array[];
}

/**
 * Bins and sorts the features. For several threads, all arrays are in memory that these share.
 * @param numClasses 0 for numbers
 */
export function forestJob(
  { columns, target, weights }: ForestRows,
  numClasses: number,
  parameters: ForestParameters,
  numThreads: number,
): ForestJob {
  const isShared = numThreads > 1;
  const order: Uint32Array[] = [];
  const keepOrder = (rows: Uint32Array) => order.push(isShared ? shareArrays(rows) : rows.slice());
  const use = numClasses === 0 ? { keepOrder } : {};
  const bins = binMatrix(columns, weights, parameters.maxBins, 'midpoint', use);
  const sorted = numClasses === 0 ? { matrix: matrixOf(columns, isShared), order } : undefined;
  const job = { target, weights, bins, sorted, numClasses, parameters, numThreads };
  return isShared ? shareArrays(job) : job;
}

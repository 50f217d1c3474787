import type { FeatureColumns } from '../trees/feature-columns';
import type { ForestParameters } from './forest-parameters';

/** Below so many cells (rows × features × trees) a forest is grown sooner than threads are started. */
const cellsWorthThreads = 2e6;

/** How many threads a forest is to be grown on: as many as it was told, or as pay. */
export function threadsFor(
  { workers, nEstimators }: ForestParameters,
  { numRows, numFeatures }: FeatureColumns,
): number {
  if (workers !== undefined) return Math.min(workers, nEstimators);
  if (numRows * numFeatures * nEstimators < cellsWorthThreads) return 1;
  const cores = globalThis.process?.getBuiltinModule?.('node:os')?.availableParallelism() ?? 1;
  return Math.min(cores, nEstimators);
}

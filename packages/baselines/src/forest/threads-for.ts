import type { FeatureColumns } from '../trees/feature-columns';
import type { ForestParameters } from './forest-parameters';

/** Below so many cells (rows × features × trees) a forest is grown sooner than threads are started. */
const cellsWorthThreads = 2e6;

/** How many threads a forest is to be grown on: as many as it was told, or as pay; one where there are no others. */
export function threadsFor(
  { workers, nEstimators }: ForestParameters,
  { numRows, numFeatures }: FeatureColumns,
): number {
  if (!globalThis.process?.getBuiltinModule?.('node:worker_threads')) return 1;
  if (workers !== undefined) return Math.min(workers, nEstimators);
  if (numRows * numFeatures * nEstimators < cellsWorthThreads) return 1;
  return Math.min(process.getBuiltinModule('node:os').availableParallelism(), nEstimators);
}

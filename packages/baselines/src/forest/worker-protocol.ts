import type { Tree } from '../trees/tree';
import type { ForestJob } from './forest-job';

/** What a thread is started with. */
export interface ForestWorkerData {
  readonly job: ForestJob;
  /** One for each tree. */
  readonly seeds: readonly number[];
  /** Shared by all threads: the first tree that no thread has begun. */
  readonly next: Int32Array;
}

/** What a thread reports: that its code is there, then each tree as it is grown. */
export type ForestWorkerMessage = 'started' | GrownTree;

/** One tree of the forest. */
export interface GrownTree {
  readonly index: number;
  /** One for each output. */
  readonly trees: Tree[];
}

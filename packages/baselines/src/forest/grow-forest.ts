import type { Pacer } from '../estimator/pacer';
import { binMatrix } from '../trees/binning';
import { columnsOf } from '../trees/feature-columns';
import type { FeatureMatrix } from '../trees/feature-matrix';
import type { FeatureSampler } from '../trees/feature-sampler';
import { RankBinner } from '../trees/rank-binner';
import type { Tree } from '../trees/tree';
import { treeSeeds } from './bootstrap';
import { ForestGrower, type ForestJob } from './forest-grower';
import type { ForestParameters } from './forest-parameters';
import { growInWorkers } from './grow-in-workers';
import { threadsFor } from './threads-for';

/** What a forest learns from. */
export interface ForestRows {
  readonly matrix: FeatureMatrix;
  /** Numbers, or the classes' places. */
  readonly target: ArrayLike<number>;
  readonly weights: Float64Array;
}

/** Grows one tree on weighted rows. */
export interface ForestTreeGrower {
  /**
   * @param weights each row's weight in this tree; rows with weight 0 are left out
   * @returns a tree for each output; those of several outputs share their structure
   */
  grow(weights: Float64Array, sampler: FeatureSampler): Tree[];
}

/**
 * Grows a forest: on worker threads where it is to have several and they can be had, else tree by tree on this one.
 * @param numClasses 0 for numbers
 * @returns for each output (a class, or the number), its trees
 */
export async function growForest(
  rows: ForestRows,
  numClasses: number,
  parameters: ForestParameters,
  pacer: Pacer,
): Promise<Tree[][]> {
  const { matrix, weights } = rows;
  const order: Uint32Array[] = [];
  const keepOrder = numClasses > 0 ? undefined : (sorted: Uint32Array) => order.push(sorted.slice());
  const bins = binMatrix(columnsOf(matrix), new RankBinner(weights, parameters.maxBins, keepOrder));
  const job: ForestJob = { rows, order, bins, numClasses, parameters };
  const seeds = treeSeeds(parameters);
  const numThreads = threadsFor(parameters, matrix);
  const inWorkers = numThreads > 1 ? await growInWorkers(job, seeds, numThreads, pacer) : undefined;
  const grown = inWorkers ?? (await growHere(job, seeds, pacer));
  return grown[0]!.map((_, output) => grown.map(trees => trees[output]!));
}

async function growHere(job: ForestJob, seeds: readonly number[], pacer: Pacer): Promise<Tree[][]> {
  const grower = new ForestGrower(job);
  const grown: Tree[][] = [];
  for (const seed of seeds) {
    grown.push(grower.grow(seed));
    await pacer.step(grown.length);
  }
  return grown;
}

import type { Progress, RowWeights } from '@heph/estimator';
import { binMatrix } from '../trees/binning';
import type { FeatureColumns } from '../trees/feature-columns';
import { RankBinner } from '../trees/rank-binner';
import type { Tree } from '../trees/tree';
import { treeSeeds } from './bootstrap';
import { ForestGrower } from './forest-grower';
import type { ForestJob } from './forest-job';
import type { ForestParameters } from './forest-parameters';
import { growInWorkers } from './grow-in-workers';
import { threadsFor } from './threads-for';

/** What a forest learns from. */
export interface ForestRows {
  readonly features: FeatureColumns;
  /** Numbers, or the classes' places. */
  readonly target: ArrayLike<number>;
  readonly weights: RowWeights;
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
  progress: Progress,
): Promise<Tree[][]> {
  const { target, weights } = rows;
  // Classes are told apart by bins alone.
  const columns = numClasses > 0 ? [] : allColumns(rows.features);
  const features = {
    ...rows.features,
    column: (feature: number) => columns[feature] ?? rows.features.column(feature),
  };
  const numThreads = threadsFor(parameters, features);
  // A memory of WebAssembly is for one thread, and only where histograms are summed.
  const inMemory = numThreads === 1 && numClasses === 0;
  const bins = binMatrix(features, new RankBinner(weights, parameters.maxBins), inMemory);
  const job: ForestJob = { columns, target, weights, bins, numClasses, parameters };
  const seeds = treeSeeds(parameters);
  const inWorkers = numThreads > 1 ? await growInWorkers(job, seeds, numThreads, progress) : undefined;
  const grown = inWorkers ?? (await growHere(job, seeds, progress));
  return grown[0]!.map((_, output) => grown.map(trees => trees[output]!));
}

function allColumns(features: FeatureColumns): Float32Array[] {
  return Array.from({ length: features.numFeatures }, (_, feature) => features.column(feature));
}

async function growHere(job: ForestJob, seeds: readonly number[], progress: Progress): Promise<Tree[][]> {
  const grower = new ForestGrower(job);
  const grown: Tree[][] = [];
  for (const seed of seeds) {
    grown.push(grower.grow(seed));
    await progress.step(grown.length);
  }
  return grown;
}

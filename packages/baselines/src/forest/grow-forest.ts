import type { Pacer } from '../estimator/pacer';
import type { Tree } from '../trees/tree';
import { treeSeeds } from './bootstrap';
import { ForestGrower } from './forest-grower';
import { forestJob, type ForestJob, type ForestRows } from './forest-job';
import type { ForestParameters } from './forest-parameters';
import { growInWorkers } from './grow-in-workers';
import { threadsFor } from './threads-for';

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
  const numThreads = threadsFor(parameters, rows.columns);
  const job = forestJob(rows, numClasses, parameters, numThreads);
  const seeds = treeSeeds(parameters);
  const inWorkers = numThreads > 1 ? await growInWorkers(job, seeds, pacer) : undefined;
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

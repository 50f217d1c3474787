import type { Progress } from '@heph/estimator';
import type { Tree } from '../trees/tree';
import type { ForestJob } from './forest-job';
import { shareArrays } from './shared-arrays';
import { workerFile } from './worker-file';
import type { ForestWorkerData, ForestWorkerMessage } from './worker-protocol';

/**
 * Grows a forest's trees on Node's worker threads, one after another as threads become free. None outlives the promise.
 *
 * @param seeds one for each tree
 * @returns for each seed, a tree for each output; `undefined` where no thread can be had, as in browsers and bundles
 * @throws HephError `aborted`, or what a thread threw
 */
export async function growInWorkers(
  job: ForestJob,
  seeds: readonly number[],
  numThreads: number,
  progress: Progress,
): Promise<Tree[][] | undefined> {
  const workers = startWorkers(job, seeds, numThreads);
  try {
    return await collectTrees(workers, seeds.length, progress);
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()));
  }
}

type Worker = ReturnType<typeof startWorkers>[number];

/** As many threads as can be started. */
function startWorkers(job: ForestJob, seeds: readonly number[], numThreads: number) {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (!threads) return [];
  const workers: InstanceType<typeof threads.Worker>[] = [];
  try {
    const file = workerFile();
    const workerData: ForestWorkerData = shareArrays({ job, seeds, next: new Int32Array(1) });
    // Without the options of the command line: some, such as --input-type, do not go with a file.
    while (workers.length < numThreads) workers.push(new threads.Worker(file, { workerData, execArgv: [] }));
  } catch {
    // A bundle that does not know its place, a process that may not start threads: those that run are enough.
  }
  return workers;
}

function collectTrees(
  workers: readonly Worker[],
  total: number,
  progress: Progress,
): Promise<Tree[][] | undefined> {
  const grown: Tree[][] = new Array<Tree[]>(total);
  const started = new Set<Worker>();
  let done = 0;
  let running = workers.length;
  let endListening = () => {};
  const trees = new Promise<Tree[][] | undefined>((resolve, reject) => {
    const receive = (worker: Worker, message: ForestWorkerMessage) => {
      if (message === 'started') return started.add(worker);
      grown[message.index] = message.trees;
      progress.report(++done);
      if (done === total) resolve(grown);
    };
    for (const worker of workers) {
      worker.on('message', (message: ForestWorkerMessage) => {
        try {
          receive(worker, message);
        } catch (error) {
          reject(error);
        }
      });
      let failure: unknown;
      worker.on('error', error => (failure = error));
      // Only now have all messages come, whichever way was quicker.
      worker.on('exit', () => {
        // What fails before its code is there has begun no tree: the others grow them.
        if (failure !== undefined && started.has(worker)) reject(failure);
        if (--running > 0) return;
        if (started.size === 0) resolve(undefined);
        else reject(new Error(`threads ended after ${done} of ${total} trees`));
      });
    }
    if (running === 0) resolve(undefined);
    endListening = progress.onAbort(reject);
  });
  return trees.finally(() => endListening());
}

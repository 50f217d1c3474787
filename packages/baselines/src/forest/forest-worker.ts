import { ForestGrower } from './forest-grower';
import { buffersOf } from './shared-arrays';
import type { ForestWorkerData, ForestWorkerMessage } from './worker-protocol';

// What a thread runs: it grows the next tree that no other has begun, until there is none.
const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
const report = (message: ForestWorkerMessage) =>
  parentPort!.postMessage(message, message === 'started' ? [] : buffersOf(message.trees));

report('started');
const { job, seeds, next } = workerData as ForestWorkerData;
const grower = new ForestGrower(job);
for (let index = Atomics.add(next, 0, 1); index < seeds.length; index = Atomics.add(next, 0, 1))
  report({ index, trees: grower.grow(seeds[index]!) });

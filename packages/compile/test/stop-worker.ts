/** Run by a test: a worker is stopped in the middle of its runs, as the README says, and the process goes on. */
import '@tensorflow/tfjs-backend-cpu';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { matMul, setBackend, sum, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { compile } from '../src/node';

async function runUntilStopped(): Promise<void> {
  await setBackend('cpu');
  const stopping = new AbortController();
  parentPort!.on('message', message => {
    if (message === 'stop') stopping.abort();
  });
  const step = compile((x: Tensor) => sum(matMul(x as Tensor2D, x as Tensor2D)));
  const x = { data: new Float32Array(400 ** 2).fill(1), shape: [400, 400] };
  for (let runs = 1; !stopping.signal.aborted; runs++) {
    await step.run(x);
    if (runs === 3) parentPort!.postMessage('running');
    await new Promise(resolve => setImmediate(resolve));
  }
  parentPort!.close();
}

async function stopWorker(): Promise<void> {
  const [swc] = process.argv.slice(2);
  const loader = process.execArgv.at(-1)!;
  const worker = new Worker(`process.argv.splice(1, 1);${loader}`, {
    eval: true,
    argv: [swc, __filename],
    execArgv: ['--conditions=@heph/source'],
  });
  await once(worker, 'message');
  worker.postMessage('stop');
  const [code] = await once(worker, 'exit');
  await new Promise(resolve => setTimeout(resolve, 50));
  console.log(`the worker ended with ${code}, and the process goes on`);
}

void (isMainThread ? stopWorker() : runUntilStopped());

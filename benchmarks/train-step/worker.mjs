// One engine in a process of its own: for every line with a number of steps, a line with milliseconds per step.
import readline from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { hephOps, makeNetwork, stockOps } from './network.mjs';

const [engine, batchText, threadsText] = process.argv.slice(2);
const batch = Number(batchText);
const threads = Number(threadsText);

async function eager(ops) {
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  const { loss, variables, x, y } = makeNetwork(ops, batch);
  const adam = tf.train.adam(1e-3);
  return async () => tf.tidy(() => adam.minimize(() => loss(x, y), true, variables).dataSync()[0]);
}

async function compiled() {
  const { compile } = await import('@heph/compile/node');
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  const { loss, variables, x, y } = makeNetwork(await hephOps(), batch);
  const adam = tf.train.adam(1e-3);
  const step = compile((a, b) => adam.minimize(() => loss(a, b), true, variables), { threads });
  await step.run(x, y);
  console.error(
    `traced in ${step.info.traceSeconds.toFixed(2)} s, session in ${step.info.sessionSeconds.toFixed(2)} s`,
  );
  return async () => (await step.run(x, y)).data[0];
}

const engines = { compiled, wasm: async () => eager(await hephOps()), 'wasm-stock': () => eager(stockOps) };
const step = await engines[engine]();
console.log('ready');
for await (const line of readline.createInterface({ input: process.stdin })) {
  const steps = Number(line);
  const start = performance.now();
  let loss;
  for (let i = 0; i < steps; i++) loss = await step();
  const milliseconds = (performance.now() - start) / steps;
  console.log(JSON.stringify({ milliseconds, loss, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
}

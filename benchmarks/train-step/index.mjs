// Rows per second of one training step: compiled, eager on WebAssembly (our operations and the stock ones), PyTorch.
// All engines run in one interleaved run, round by round, so that what else the machine does meets all alike.
//   node benchmarks/train-step/index.mjs [--batches 64,512] [--threads 1] [--rounds 5] [--engines compiled,torch,wasm,wasm-stock] [--json FILE]
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    batches: { type: 'string', default: '64,512' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    engines: { type: 'string', default: 'compiled,torch,wasm,wasm-stock' },
    python: { type: 'string', default: 'python3' },
    json: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads);

/** Seconds that one engine may take in one round, so that the slow ones do a single step. */
const secondsPerRound = 2;
/** Rounds in which the stock backend takes part: at batch 512 one of its steps takes half a minute. */
const stockRounds = 2;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const hasTorch = () => spawnSync(options.python, ['-c', 'import torch']).status === 0;

/** Starts an engine and answers with a function that runs a number of steps. */
async function start(engine, batch) {
  const args = [String(batch), String(threads)];
  const [command, ...rest] =
    engine === 'torch'
      ? [options.python, pathOf('worker.py')]
      : [process.execPath, pathOf('worker.mjs'), engine];
  const child = spawn(command, [...rest, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${engine} ended early`);
    return value;
  };
  for (let line = await answer(); line !== 'ready';) line = await answer();
  const run = async steps => {
    child.stdin.write(`${steps}\n`);
    return JSON.parse(await answer());
  };
  return { engine, run, stop: () => child.stdin.end() };
}

const sorted = numbers => [...numbers].sort((a, b) => a - b);
const median = numbers => {
  const order = sorted(numbers);
  return (order[Math.floor((order.length - 1) / 2)] + order[Math.floor(order.length / 2)]) / 2;
};
const summary = numbers => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

async function measure(batch, engines) {
  const workers = [];
  for (const engine of engines) workers.push(await start(engine, batch));
  const times = new Map(engines.map(engine => [engine, []]));
  const peaks = new Map();
  const stepsOf = new Map(engines.map(engine => [engine, 1]));
  const stepsFor = milliseconds =>
    Math.max(1, Math.min(50, Math.floor((secondsPerRound * 1000) / milliseconds)));
  // One unmeasured step each, but for the slowest: it tells how many fit into a round.
  for (const { engine, run } of workers)
    if (engine !== 'wasm-stock') stepsOf.set(engine, stepsFor((await run(1)).milliseconds));
  for (let round = 0; round < rounds; round++) {
    for (const { engine, run } of workers) {
      if (engine === 'wasm-stock' && round >= stockRounds) continue;
      const { milliseconds, peakMegabytes } = await run(stepsOf.get(engine));
      times.get(engine).push(milliseconds);
      peaks.set(engine, peakMegabytes);
    }
  }
  for (const { stop } of workers) stop();
  const compiled = times.get('compiled');
  return engines.map(engine => {
    const own = times.get(engine);
    const ratios = compiled ? own.map((milliseconds, round) => milliseconds / compiled[round]) : undefined;
    return {
      batch,
      threads: engine.startsWith('wasm') ? 1 : threads,
      engine,
      rowsPerSecond: summary(own.map(milliseconds => (batch * 1000) / milliseconds)),
      compiledIsTimesFaster: ratios && summary(ratios),
      peakMegabytes: Math.round(peaks.get(engine)),
    };
  });
}

const engines = options.engines.split(',').filter(engine => engine !== 'torch' || hasTorch());
const results = [];
for (const batch of options.batches.split(',').map(Number)) results.push(...(await measure(batch, engines)));

const spread = ({ median: middle, min, max }, digits) =>
  `${middle.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
console.table(
  results.map(({ batch, engine, threads: used, rowsPerSecond, compiledIsTimesFaster, peakMegabytes }) => ({
    batch,
    engine,
    threads: used,
    'rows a second': spread(rowsPerSecond, 0),
    'compiled is … times as fast': compiledIsTimesFaster ? spread(compiledIsTimesFaster, 2) : '',
    'peak MB': peakMegabytes,
  })),
);
if (options.json) {
  const machine = {
    cpu: os.cpus()[0]?.model,
    threads: os.cpus().length,
    node: process.version,
    platform: process.platform,
  };
  writeFileSync(
    options.json,
    `${JSON.stringify({ machine, date: new Date().toISOString(), results }, null, 2)}\n`,
  );
}

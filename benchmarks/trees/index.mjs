// Forests and gradient boosting here, in scikit-learn and in XGBoost: seconds to fit and to predict, errors, memory.
// Every run has a process of its own; the engines take turns, so that what else the machine does meets all alike.
//   node benchmarks/trees/index.mjs [--rows 10000,100000,1000000] [--rounds 3] [--large-rounds 1] [--trees 100]
//     [--synthetic-trees 2] [--tuned-trees 2000] [--threads=-1,1] [--models forest,boosting,tuned-boosting]
//     [--no-turbine] [--python /usr/bin/python3] [--json FILE]
// What FILE has of other measurements stays there: they can be made one at a time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { syntheticData, turbineData } from './data.mjs';
import { growthPlot } from './growth-plot.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '3' },
    'large-rounds': { type: 'string', default: '1' },
    trees: { type: 'string', default: '100' },
    'synthetic-trees': { type: 'string', default: '2' },
    'tuned-trees': { type: 'string', default: '2000' },
    threads: { type: 'string', default: '-1,1' },
    models: { type: 'string', default: 'forest,boosting,tuned-boosting' },
    'no-turbine': { type: 'boolean', default: false },
    python: { type: 'string', default: 'python3' },
    json: { type: 'string' },
  },
});
/** Tables of more rows are measured in fewer rounds. */
const largestOfManyRounds = 100_000;
const listOf = text => text.split(',').filter(item => item !== '');
const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const hasModule = name => spawnSync(options.python, ['-c', `import numpy, ${name}`]).status === 0;

/** Which other library has which model. */
const rivals = { forest: 'sklearn', boosting: 'xgboost', 'tuned-boosting': 'xgboost' };
const libraries = [...new Set(Object.values(rivals))];
const present = new Set(libraries.filter(hasModule));
for (const name of libraries)
  if (!present.has(name)) console.error(`${options.python} has no ${name}: it is left out`);

/** One fit and one prediction in a process of its own. */
function run({ engine, threads }, model, folder, trees) {
  const command =
    engine === 'hephaestus'
      ? [process.execPath, '--expose-gc', pathOf('worker.mjs')]
      : [options.python, pathOf('worker.py')];
  const [program, ...args] = [...command, model, folder, String(trees), String(threads)];
  const { status, signal, stdout } = spawnSync(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${engine} failed at ${model}: ${signal ?? `exit code ${status}`}`);
  return JSON.parse(String(stdout).trim().split('\n').at(-1));
}

const median = numbers => {
  const order = [...numbers].sort((a, b) => a - b);
  return (order[Math.floor((order.length - 1) / 2)] + order[Math.floor(order.length / 2)]) / 2;
};
const summary = numbers => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

function treesOf(model, set) {
  if (model === 'forest') return set.trees;
  return Number(options[model === 'boosting' ? 'trees' : 'tuned-trees']);
}

function measure({ name, folder, numRows, numColumns }, model, trees) {
  const names = ['hephaestus', rivals[model]].filter(
    engine => engine === 'hephaestus' || present.has(engine),
  );
  const engines = listOf(options.threads).flatMap(threads =>
    names.map(engine => ({ engine, threads: Number(threads), runs: [] })),
  );
  const rounds = Number(numRows > largestOfManyRounds ? options['large-rounds'] : options.rounds);
  for (let round = 0; round < rounds; round++)
    for (const engine of engines) engine.runs.push(run(engine, model, folder, trees));
  return engines.map(({ engine, threads, runs }) => {
    const rival = engines.find(other => other.engine === rivals[model] && other.threads === threads)?.runs;
    const isOurs = engine === 'hephaestus' && rival !== undefined;
    const ratios = key => summary(runs.map((times, round) => rival[round][key] / times[key]));
    const ofFit = runs.map(({ peakMegabytes, loadedMegabytes }) => peakMegabytes - loadedMegabytes);
    const bytesPerCell = megabytes => (2 ** 20 * megabytes) / (numRows * numColumns);
    const { modelMegabytes } = runs[0];
    return {
      data: name,
      numRows,
      model,
      trees,
      engine,
      threads,
      rounds,
      fitSeconds: summary(runs.map(({ fitSeconds }) => fitSeconds)),
      fitProcessorSeconds: summary(runs.map(times => times.fitProcessorSeconds)),
      predictSeconds: summary(runs.map(({ predictSeconds }) => predictSeconds)),
      fitIsTimesFaster: isOurs ? ratios('fitSeconds') : undefined,
      fitTakesTimesLessProcessorTime: isOurs ? ratios('fitProcessorSeconds') : undefined,
      predictIsTimesFaster: isOurs ? ratios('predictSeconds') : undefined,
      testMse: runs[0].testMse,
      peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
      // Beyond what the process held with the table loaded: for small tables that is the runtime's own.
      bytesPerCell: bytesPerCell(median(ofFit)),
      bytesPerCellOfModel: modelMegabytes && bytesPerCell(modelMegabytes),
    };
  });
}

/** A processor's seconds against those of the smallest table, were time proportional to n log n. */
function withGrowth(results) {
  const expected = ({ numRows }) => numRows * Math.log(numRows);
  return results.map(result => {
    if (!result.data.startsWith('synthetic')) return result;
    const isAlike = other => ['engine', 'threads', 'model'].every(key => other[key] === result[key]);
    const first = results.find(other => isAlike(other) && other.data.startsWith('synthetic'));
    const times = result.fitProcessorSeconds.median / first.fitProcessorSeconds.median;
    return { ...result, growthOverNLogN: times / (expected(result) / expected(first)) };
  });
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'heph-trees-'));
const results = [];
try {
  const turbine = options['no-turbine'] ? undefined : await turbineData(path.join(scratch, 'turbine'));
  if (!turbine && !options['no-turbine']) console.error('without the turbine data (HEPH_TURBINE_DATA)');
  // Boosting was tuned for turbine.
  const models = listOf(options.models);
  const sets = turbine ? [{ ...turbine, trees: Number(options.trees), models }] : [];
  const untuned = models.filter(model => model !== 'tuned-boosting');
  for (const numRows of untuned.length > 0 ? listOf(options.rows).map(Number) : []) {
    const folder = path.join(scratch, `synthetic-${numRows}`);
    const trees = Number(options['synthetic-trees']);
    sets.push({ ...syntheticData(folder, numRows), trees, models: untuned });
  }
  for (const set of sets)
    for (const model of set.models) {
      results.push(...measure(set, model, treesOf(model, set)));
      console.error(`${set.name}: ${model} done`);
    }
} finally {
  rmSync(scratch, { recursive: true });
}

const spread = ({ median: middle, min, max }, digits) =>
  `${middle.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
/** With what the file has of other measurements, small tables before large ones. */
function withEarlier(measured) {
  if (!options.json || !existsSync(options.json)) return measured;
  const keyOf = ({ data, model, trees, engine, threads }) => [data, model, trees, engine, threads].join();
  const keys = new Set(measured.map(keyOf));
  const earlier = JSON.parse(readFileSync(options.json, 'utf8')).results;
  const all = [...earlier.filter(result => !keys.has(keyOf(result))), ...measured];
  const isSynthetic = ({ data }) => Number(data.startsWith('synthetic'));
  return all.sort((a, b) => isSynthetic(a) - isSynthetic(b) || a.numRows - b.numRows);
}

const measured = withGrowth(withEarlier(results));
console.table(
  measured.map(result => ({
    data: result.data,
    model: `${result.model} of ${result.trees}`,
    engine: result.engine,
    threads: result.threads,
    'fit s': spread(result.fitSeconds, 2),
    'of a processor': spread(result.fitProcessorSeconds, 2),
    'predict s': spread(result.predictSeconds, 3),
    'fit × less of a processor': result.fitTakesTimesLessProcessorTime
      ? spread(result.fitTakesTimesLessProcessorTime, 2)
      : '',
    'fit × as fast': result.fitIsTimesFaster ? spread(result.fitIsTimesFaster, 2) : '',
    'predict × as fast': result.predictIsTimesFaster ? spread(result.predictIsTimesFaster, 2) : '',
    'test MSE': Number(result.testMse.toPrecision(5)),
    'peak MB': Math.round(result.peakMegabytes),
    'bytes a cell': Number(result.bytesPerCell.toFixed(1)),
    'of these the model': result.bytesPerCellOfModel ? Number(result.bytesPerCellOfModel.toFixed(1)) : '',
    'growth / n log n': result.growthOverNLogN ? Number(result.growthOverNLogN.toFixed(2)) : '',
  })),
);
if (options.json) {
  const machine = {
    cpu: os.cpus()[0]?.model,
    threads: os.cpus().length,
    node: process.version,
    platform: process.platform,
  };
  const record = { machine, date: new Date().toISOString(), results: measured };
  writeFileSync(options.json, `${JSON.stringify(record, null, 2)}\n`);
  if (measured.some(({ growthOverNLogN, threads }) => growthOverNLogN && threads === 1))
    writeFileSync(options.json.replace(/(\.json)?$/, '.svg'), growthPlot(measured));
}

// One fit and one prediction of ours, in a process of its own (with --expose-gc); the last line tells how it went.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RandomForestRegressor, XGBoostRegressor } from '@heph/baselines';
import { meanSquaredError, Table } from '@heph/data';

const [model, folder, treesText, threadsText] = process.argv.slice(2);
const nEstimators = Number(treesText);
const threads = Number(threadsText);
const tuned = JSON.parse(readFileSync(new URL('tuned-boosting.json', import.meta.url), 'utf8'));
const megabyte = 2 ** 20;
const rowsAtOnce = 4096;
/** Feature, threshold, child, value, cover and gain take four each, the way of missing values one. */
const bytesPerNode = 25;

/** Reads a table a few rows at a time: what else the process held then must not hide what the fit takes. */
function read(name) {
  const { numRows, numColumns } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const columns = Array.from({ length: numColumns }, () => new Float32Array(numRows));
  const part = new Float32Array(rowsAtOnce * numColumns);
  const file = openSync(path.join(folder, `${name}.x.bin`));
  for (let first = 0; first < numRows; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, numRows - first);
    readSync(file, part, 0, rows * numColumns * part.BYTES_PER_ELEMENT, null);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < numColumns; column++)
        columns[column][first + row] = part[row * numColumns + column];
  }
  closeSync(file);
  const bytes = readFileSync(path.join(folder, `${name}.y.bin`));
  const y = new Float32Array(bytes.buffer, bytes.byteOffset, numRows);
  const named = columns.map((values, column) => [`x${column}`, values]);
  return { table: Table.fromColumns(Object.fromEntries([...named, ['y', y]])), truth: y };
}

function create() {
  if (model === 'boosting') return new XGBoostRegressor({ nEstimators });
  if (model === 'tuned-boosting') return new XGBoostRegressor({ ...tuned, nEstimators });
  return new RandomForestRegressor({ nEstimators, workers: threads > 0 ? threads : undefined });
}

/** The most memory that the process has held, on Linux since it was last forgotten. */
function peakMegabytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}

function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

const { table } = read('train');
globalThis.gc();
// Memory is given back beside the collector.
await setTimeout(200);
globalThis.gc();
forgetPeak();
const loadedMegabytes = process.memoryUsage.rss() / megabyte;
const cpuBefore = process.cpuUsage();
const start = performance.now();
const regressor = await create().fit(table, { target: 'y' });
const fitSeconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const peak = peakMegabytes();
const test = read('test');
const fitted = performance.now();
const predictions = await regressor.predict(test.table);
const predictSeconds = (performance.now() - fitted) / 1000;
console.log(
  JSON.stringify({
    fitSeconds,
    fitProcessorSeconds: (user + system) / 1e6,
    predictSeconds,
    testMse: meanSquaredError(test.truth, predictions),
    loadedMegabytes,
    peakMegabytes: peak,
    modelMegabytes: (bytesPerNode * regressor.numNodes) / megabyte,
  }),
);

// One fit and one prediction of ours, in a process of its own; the last line tells how it went.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RandomForestRegressor, XGBoostRegressor } from '@heph/baselines';
import { meanSquaredError, Table } from '@heph/data';

const [model, folder, treesText] = process.argv.slice(2);
const nEstimators = Number(treesText);

function read(name) {
  const { numRows, numColumns } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const floats = file => {
    const bytes = readFileSync(path.join(folder, `${name}.${file}.bin`));
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  };
  const [x, y] = [floats('x'), floats('y')];
  const columns = Array.from({ length: numColumns }, (_, column) => {
    const values = new Float32Array(numRows);
    for (let row = 0; row < numRows; row++) values[row] = x[row * numColumns + column];
    return [`x${column}`, values];
  });
  return { table: Table.fromColumns(Object.fromEntries([...columns, ['y', y]])), truth: y };
}

const train = read('train').table;
const test = read('test');
const models = { forest: RandomForestRegressor, boosting: XGBoostRegressor };
const regressor = new models[model]({ nEstimators });
const loadedMegabytes = process.memoryUsage.rss() / 2 ** 20;
const start = performance.now();
await regressor.fit(train, { target: 'y' });
const fitted = performance.now();
const predictions = await regressor.predict(test.table);
const predicted = performance.now();
console.log(
  JSON.stringify({
    fitSeconds: (fitted - start) / 1000,
    predictSeconds: (predicted - fitted) / 1000,
    testMse: meanSquaredError(test.truth, predictions),
    loadedMegabytes,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

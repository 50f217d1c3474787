import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnnx } from '@heph/compile';
import type { Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularClassifier, TabularRegressor } from '@heph/transformer';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { classTable } from './class-table';
import { interactionTable } from './interaction-table';

/** Runs an ONNX file on rows from a JSON file, in a process that knows nothing of this project. */
const elsewhere = `
  const { InferenceSession, Tensor } = require(process.argv[1]);
  const { readFileSync } = require('node:fs');
  const columns = JSON.parse(readFileSync(process.argv[3], 'utf8'));
  InferenceSession.create(process.argv[2]).then(async session => {
    const feeds = {};
    for (const { name, type } of session.inputMetadata) {
      const values = columns[name];
      feeds[name] = type === 'string'
        ? new Tensor('string', values, [values.length])
        : new Tensor('float32', Float32Array.from(values, value => value ?? NaN), [values.length]);
    }
    const { inputNames, outputNames } = session;
    const { data, dims } = (await session.run(feeds))[outputNames[0]];
    console.log(JSON.stringify({ inputNames, outputNames, dims, data: Array.from(data) }));
  });
`;

let folder: string;
beforeAll(async () => {
  await useBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the exported model makes of a table in another process. */
async function predictElsewhere(model: TabularRegressor | TabularClassifier, table: Table, missing = '') {
  await writeFile(join(folder, 'model.onnx'), exportOnnx(model));
  const columns = Object.fromEntries(
    ['a', 'b', 'kind'].map(name => [
      name,
      Array.from(
        { length: table.numRows },
        (_, i) => table.column(name).get(i) ?? (name === 'kind' ? missing : null),
      ),
    ]),
  );
  await writeFile(join(folder, 'rows.json'), JSON.stringify(columns));
  const files = [join(folder, 'model.onnx'), join(folder, 'rows.json')];
  const output = execFileSync(
    process.execPath,
    ['-e', elsewhere, require.resolve('onnxruntime-node'), ...files],
    { encoding: 'utf8' },
  );
  return JSON.parse(output) as {
    inputNames: string[];
    outputNames: string[];
    dims: number[];
    data: number[];
  };
}

/** Rows with a category, here and there, that training never saw. */
function withStrangers(table: Table): Table {
  const kinds = Array.from({ length: table.numRows }, (_, i) =>
    i % 10 === 0 ? 'unheard of' : table.column('kind').get(i),
  );
  return table.withColumn('kind', kinds as (string | null)[]);
}

const sizes = { dModel: 16, numLayers: 1 };

it.each([
  { numericScaling: 'standard' },
  { numericScaling: 'robust' },
  { numericScaling: 'quantile' },
  { neighborMemory: true, linearPath: true },
] as const)('predicts the same numbers from an ONNX file in another process: %j', async options => {
  const train = interactionTable(300, 1);
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  const model = new TabularRegressor({ modelConfig, ...sizes, ...options });
  await model.fit(train, { epochs: 2, batchSize: 50, validation: interactionTable(100, 2) });
  const test = withStrangers(interactionTable(60, 9));

  const { inputNames, outputNames, dims, data } = await predictElsewhere(model, test);
  expect([inputNames, outputNames, dims]).toEqual([['a', 'b', 'kind'], ['y'], [60]]);
  const expected = await model.predict(test);
  const targets = Array.from({ length: 300 }, (_, i) => train.column('y').get(i) as number);
  const mean = targets.reduce((sum, value) => sum + value) / 300;
  const deviation = Math.sqrt(targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 300);
  expected.forEach((value, i) => expect(Math.abs(data[i]! - value) / deviation).toBeLessThan(1e-4));
  if ('neighborMemory' in options) expect(model.neighborShare).toBeGreaterThan(0.05);
  model.dispose();
});

it('predicts the same probabilities from an ONNX file in another process', async () => {
  const train = classTable(300, 1, 3);
  const model = new TabularClassifier({
    modelConfig: SingleRowConfig.generate(train, { target: 'y' }),
    ...sizes,
  });
  await model.fit(train, { epochs: 2, batchSize: 50 });
  const test = withStrangers(classTable(60, 9, 3));

  const { outputNames, dims, data } = await predictElsewhere(model, test);
  expect([outputNames, dims]).toEqual([['probabilities'], [60, 3]]);
  const expected = (await model.predictProba(test)).flatMap(row => Array.from(row));
  expected.forEach((value, i) => expect(Math.abs(data[i]! - value)).toBeLessThan(1e-4));
  expect(JSON.parse(model.inferenceFunction().metadata['classes']!)).toEqual(['minus', 'nil', 'plus']);
  model.dispose();
});

it('survives no rows, also with an ensemble in one network', async () => {
  const train = interactionTable(100, 1);
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  const model = new TabularRegressor({ modelConfig, ...sizes, ensembleSize: 2 });
  await model.fit(train, { epochs: 1, batchSize: 50 });
  expect(await predictElsewhere(model, train.slice(0, 0))).toMatchObject({ dims: [0], data: [] });
  const { data } = await predictElsewhere(model, train.slice(0, 9));
  const expected = await model.predict(train.slice(0, 9));
  expected.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 3));
  model.dispose();
});

it('tells a category that is empty text from a missing one, as predict does', async () => {
  const plain = interactionTable(200, 1);
  const kinds = Array.from({ length: 200 }, (_, i) =>
    i % 4 === 0 ? '' : i % 4 === 1 ? null : plain.column('kind').get(i),
  );
  const train = plain.withColumn('kind', kinds as (string | null)[]);
  const modelConfig = SingleRowConfig.generate(train, { target: 'y' });
  const model = new TabularRegressor({ modelConfig, ...sizes });
  await model.fit(train, { epochs: 2, batchSize: 50, learningRate: 0.05 });
  expect(model.inferenceFunction().metadata['missing']).toBe('{"kind":"<missing>"}');
  const test = plain.take([0, 0]).withColumn('kind', ['', null]);
  const expected = await model.predict(test);
  expect(Math.abs(expected[0]! - expected[1]!)).toBeGreaterThan(0.1);
  const { data } = await predictElsewhere(model, test, '<missing>');
  expected.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 2));
  model.dispose();
});

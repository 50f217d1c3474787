import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnnx } from '@heph/compile';
import { useBackend } from '@heph/testing';
import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
import { beforeAll, expect, it } from '@jest/globals';
import { interactionTable } from './interaction-table';

/** Runs an ONNX file on rows from a JSON file, in a process that knows nothing of this project. */
const elsewhere = `
  const { InferenceSession, Tensor } = require(process.argv[1]);
  const { readFileSync } = require('node:fs');
  const columns = JSON.parse(readFileSync(process.argv[3], 'utf8'));
  InferenceSession.create(process.argv[2]).then(async session => {
    const feeds = {};
    for (const name of session.inputNames) {
      const values = columns[name];
      feeds[name] = typeof values[0] === 'string'
        ? new Tensor('string', values, [values.length])
        : new Tensor('float32', Float32Array.from(values, value => value ?? NaN), [values.length]);
    }
    const { y } = await session.run(feeds);
    console.log(JSON.stringify([session.inputNames, Array.from(y.data)]));
  });
`;

beforeAll(() => useBackend('wasm'));

it('predicts the same from an ONNX file in another process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heph-'));
  const train = interactionTable(300, 1);
  const model = new TabularRegressor({
    modelConfig: SingleRowConfig.generate(train, { target: 'y' }),
    dModel: 16,
    numLayers: 1,
  });
  await model.fit(train, { epochs: 2, batchSize: 50 });
  const rows = interactionTable(60, 9);
  const strange = Array.from({ length: 60 }, (_, i) =>
    i % 10 === 0 ? 'unheard of' : rows.column('kind').get(i),
  );
  const test = rows.withColumn('kind', strange as (string | null)[]);

  await writeFile(join(folder, 'model.onnx'), exportOnnx(model));
  const columns = Object.fromEntries(
    ['a', 'b', 'kind'].map(name => [
      name,
      Array.from({ length: 60 }, (_, i) => test.column(name).get(i) ?? (name === 'kind' ? '' : null)),
    ]),
  );
  await writeFile(join(folder, 'rows.json'), JSON.stringify(columns));
  const output = execFileSync(
    process.execPath,
    [
      '-e',
      elsewhere,
      require.resolve('onnxruntime-node'),
      join(folder, 'model.onnx'),
      join(folder, 'rows.json'),
    ],
    { encoding: 'utf8' },
  );
  const [inputNames, predictions] = JSON.parse(output) as [string[], number[]];
  expect(inputNames).toEqual(['a', 'b', 'kind']);
  const expected = await model.predict(test);
  const targets = Array.from({ length: 300 }, (_, i) => train.column('y').get(i) as number);
  const mean = targets.reduce((sum, value) => sum + value) / 300;
  const deviation = Math.sqrt(targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 300);
  expected.forEach((value, i) => expect(Math.abs(predictions[i]! - value) / deviation).toBeLessThan(1e-4));
  model.dispose();
  await rm(folder, { recursive: true });
});

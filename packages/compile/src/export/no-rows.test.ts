import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { floats } from '../../test/like-eager';
import { exportOnnx } from './export-onnx';

const folder = mkdtempSync(join(tmpdir(), 'heph-no-rows-'));
beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a file on 0 rows and on 3, in a process of its own: what goes wrong there ends it. */
function runElsewhere(bytes: Uint8Array, rowShape: number[]): { dims: number[]; data: number[] }[] {
  const file = join(folder, 'model.onnx');
  writeFileSync(file, bytes);
  const script = `const ort = require('onnxruntime-node');
    ort.InferenceSession.create(${JSON.stringify(file)}).then(async session => {
      const answers = [];
      for (const rows of [0, 3]) {
        const size = rows * ${rowShape.reduce((product, length) => product * length, 1)};
        const x = new ort.Tensor('float32', Float32Array.from({ length: size }, (_, i) => i / 8), [rows, ...${JSON.stringify(rowShape)}]);
        const { output } = await session.run({ x });
        answers.push({ dims: output.dims, data: Array.from(output.data) });
      }
      console.log(JSON.stringify(answers));
    });`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: __dirname, encoding: 'utf8' }));
}

const columnsFirst = (x: tf.Tensor) => tf.transpose(x, [1, 0, 2]);
const cases: [string, number[], (x: tf.Tensor) => tf.Tensor][] = [
  ['rows of a batched product', [2, 3], x => columnsFirst(tf.matMul(columnsFirst(x), floats(2, 3, 5)))],
  [
    'rows of a product, one matrix for all members',
    [2, 3],
    x => columnsFirst(tf.matMul(columnsFirst(x), floats(1, 3, 5))),
  ],
  [
    'columns of a batched product',
    [2, 3],
    x => tf.transpose(tf.matMul(floats(2, 4, 3), tf.transpose(x, [1, 2, 0])), [2, 0, 1]),
  ],
  ['terms of a batched product', [2, 3], x => tf.matMul(tf.transpose(x, [1, 2, 0]), columnsFirst(x))],
  ['terms of one product', [3], x => tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, true, false)],
  ['products, one a row', [2, 3], x => tf.matMul(x, x, false, true)],
  ['rows that meet in a mean of members', [2, 3], x => tf.mean(tf.softmax(x), 1)],
];

describe('an exported file run on no rows', () => {
  it.each(cases)('survives, with no %s', (_name, rowShape, compute) => {
    const inputs = [{ name: 'x', shape: [null, ...rowShape] }];
    const [none, three] = runElsewhere(
      exportOnnx(({ x }) => compute(x!), { inputs }),
      rowShape,
    );
    const size = rowShape.reduce((product, length) => product * length, 1);
    const given = (rows: number) =>
      tf.tensor(
        Float32Array.from({ length: rows * size }, (_, i) => i / 8),
        [rows, ...rowShape],
      );
    const expected = compute(given(3));
    expect(three!.dims).toEqual(expected.shape);
    expected.dataSync().forEach((value, i) => expect(three!.data[i]).toBeCloseTo(value, 4));
    const empty = expected.shape.map((length, axis) => (three!.dims[axis] === 3 && axis === 0 ? 0 : length));
    const isByRow = !_name.startsWith('terms');
    expect(none!.dims).toEqual(isByRow ? empty : expected.shape);
    expect(none!.data.every(value => value === 0)).toBe(true);
  });
});

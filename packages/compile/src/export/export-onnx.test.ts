import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { floats, indices } from '../../test/like-eager';
import { type CompileError } from '../errors';
import { exportOnnx } from './export-onnx';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterEach(() => tf.disposeVariables());

const session = (bytes: Uint8Array) => InferenceSession.create(bytes);
const expectClose = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(actual).toHaveLength(expected.length);
  Array.from(expected).forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
};

describe('exportOnnx of a model', () => {
  const build = () =>
    sequential({
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 4, inputLength: 3 }),
        layers.flatten(),
        layers.dense({ units: 8, activation: 'relu' }),
        layers.batchNormalization(),
        layers.dropout({ rate: 0.5 }),
        layers.reshape({ targetShape: [2, 4] }),
        layers.layerNormalization(),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 2, activation: 'softmax', name: 'probabilities' }),
      ],
    });

  it('predicts as the model does, for any number of rows', async () => {
    const network = build();
    const file = await session(exportOnnx(network));
    expect(file.outputNames).toEqual(network.outputNames);
    expect(file.inputNames).toEqual(network.inputNames);
    for (const rows of [1, 2, 13]) {
      const ids = indices(9, rows, 3);
      const feeds = {
        [file.inputNames[0]!]: new Tensor('float32', Float32Array.from(ids.dataSync()), [rows, 3]),
      };
      const outputs = await file.run(feeds);
      const output = outputs[file.outputNames[0]!]!;
      expect(output.dims).toEqual([rows, 2]);
      expectClose(output.data as Float32Array, (network.predict(ids) as tf.Tensor).dataSync());
    }
  });

  it('holds the values of export time, and leaves the model as it was', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const file = await session(
      exportOnnx(({ x }) => tf.mul(x!, weight), { inputs: [{ name: 'x', shape: [null, 2] }] }),
    );
    weight.assign(tf.tensor1d([100, 100]));
    const { output } = await file.run({ x: new Tensor('float32', [1, 1], [1, 2]) });
    expect([...(output!.data as Float32Array)]).toEqual([1, 2]);
  });
});

describe('exportOnnx of a function', () => {
  const scale = () => tf.tensor1d([2, 0.5]);
  const table = () => tf.variable(floats(4, 3));

  function predictor() {
    const [factors, embeddings] = [scale(), table()];
    return ({ age, weight, color }: Record<string, tf.Tensor>) => {
      const numbers = tf.mul(tf.stack([age!, weight!], 1), factors);
      const embedded = tf.gather(embeddings, tf.add(color!, tf.scalar(1, 'int32')) as tf.Tensor1D);
      const joined = tf.concat([numbers, embedded], 1);
      const tokens = tf.tile(tf.expandDims(joined, 1), [1, 2, 1]);
      return { prediction: tf.sum(tokens, [1, 2]), tokens };
    };
  }
  const inputs = [
    { name: 'age' },
    { name: 'weight' },
    { name: 'color', vocabulary: ['red', 'green', 'blue'] },
  ];

  it('takes one named input a column, text included', async () => {
    const forward = predictor();
    const file = await session(exportOnnx(forward, { inputs }));
    expect(file.inputNames).toEqual(['age', 'weight', 'color']);
    expect(file.outputNames).toEqual(['prediction', 'tokens']);
    const [age, weight] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8)];
    const outputs = await file.run({
      age: new Tensor('float32', age, [4]),
      weight: new Tensor('float32', weight, [4]),
      color: new Tensor('string', ['blue', 'red', 'purple', 'green'], [4]),
    });
    const expected = forward({
      age: tf.tensor(age),
      weight: tf.tensor(weight),
      color: tf.tensor1d([2, 0, -1, 1], 'int32'),
    });
    expectClose(outputs['prediction']!.data as Float32Array, expected.prediction.dataSync());
    expect(outputs['tokens']!.dims).toEqual([4, 2, 5]);
  });

  it('declares the number of rows by name, or fixes it', async () => {
    const shapes = async (batch: 'dynamic' | number) => {
      const file = await session(
        exportOnnx(({ x }) => tf.reshape(x!, [-1]), { inputs: [{ name: 'x', shape: [null, 3] }], batch }),
      );
      return [...file.inputMetadata, ...file.outputMetadata].map(item => item.isTensor && item.shape);
    };
    expect(await shapes('dynamic')).toEqual([['batch', 3], ['batch_x_3']]);
    expect(await shapes(4)).toEqual([[4, 3], [12]]);
  });

  it('loads in another process, which reads no code of ours', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heph-export-'));
    const file = join(folder, 'model.onnx');
    writeFileSync(
      file,
      exportOnnx(({ x }) => tf.tanh(x!), {
        inputs: [{ name: 'x' }],
        outputName: 'y',
        metadata: { target: 'mpg' },
      }),
    );
    const script = `const ort = require('onnxruntime-node');
      ort.InferenceSession.create(${JSON.stringify(file)}).then(async session => {
        const { y } = await session.run({ x: new ort.Tensor('float32', [0.5, -1], [2]) });
        console.log(JSON.stringify([...y.data]));
      });`;
    const answer = execFileSync(process.execPath, ['-e', script], { cwd: __dirname, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expectClose(JSON.parse(answer), [Math.tanh(0.5), Math.tanh(-1)]);
  });

  it('stores metadata', () => {
    const bytes = exportOnnx(({ x }) => tf.tanh(x!), {
      inputs: [{ name: 'x' }],
      metadata: { columns: '["x"]' },
    });
    expect(Buffer.from(bytes).includes('["x"]')).toBe(true);
  });

  it('keeps no tensor', () => {
    const forward = predictor();
    const before = tf.memory().numTensors;
    exportOnnx(forward, { inputs });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['one row', x => (x.shape[0] === 1 ? tf.neg(x) : tf.abs(x))],
    ['few rows', x => (x.shape[0]! < 100 ? tf.mul(x, 2) : tf.mul(x, 3))],
    ['many rows', x => (x.shape[0]! > 10_000 ? tf.abs(tf.neg(x)) : tf.abs(x))],
    ['an even number of rows', x => (x.shape[0]! % 2 === 0 ? tf.exp(x) : tf.relu(x))],
    ['one row, by another rank', x => (x.shape[0] === 1 ? tf.reshape(x, []) : tf.reshape(x, [-1]))],
  ])('notices a branch on the number of rows: %s', (_name, compute) => {
    const options = { inputs: [{ name: 'x' }] };
    expect(() => exportOnnx(({ x }) => compute(x!), options)).toThrow(/is another one for \d+ \(/);
    expect(() => exportOnnx(({ x }) => compute(x!), { ...options, batch: 5 })).not.toThrow();
  });

  it('takes no shape that depends on the rows for a branch', async () => {
    const compute = (x: tf.Tensor) => {
      const [rows, width] = x.shape as [number, number];
      const first = tf.add(tf.ones([rows, 1]), tf.broadcastTo(tf.ones([1, width]), [rows, width]));
      return tf.where(tf.greater(x, 0), first, tf.reshape(tf.slice(x, [0, 0], [rows, width]), [rows, width]));
    };
    const inputs = [{ name: 'x', shape: [null, 2] }];
    const file = await session(exportOnnx(({ x }) => compute(x!), { inputs }));
    const { output } = await file.run({ x: new Tensor('float32', [1, -1], [1, 2]) });
    expect([...(output!.data as Float32Array)]).toEqual([2, -1]);
  });

  it('refuses an input or an output without a name, which no runtime opens', () => {
    const error = (run: () => unknown) => {
      try {
        run();
      } catch (thrown) {
        return thrown as CompileError;
      }
      return undefined;
    };
    const unnamed = error(() => exportOnnx(({ x }) => tf.neg(x!), { inputs: [{ name: 'x' }, { name: '' }] }));
    expect(unnamed).toMatchObject({ code: 'invalid-input' });
    expect(unnamed?.message).toMatch(/input 1 is called ""/);
    const inputs = [{ name: 'x' }];
    const nameless = error(() => exportOnnx(({ x }) => tf.neg(x!), { inputs, outputName: '' }));
    expect(nameless).toMatchObject({ code: 'invalid-input' });
    expect(error(() => exportOnnx(({ x }) => ({ '': tf.neg(x!) }), { inputs }))).toMatchObject({
      code: 'invalid-input',
    });
  });

  it('refuses more than 2 GB at once, without reading them', () => {
    // A tensor that says it is large: nothing may be allocated for it.
    const [readSync, before] = [jest.spyOn(tf.backend(), 'readSync'), performance.now()];
    const inputs = [{ name: 'x', shape: [null, 30_000] }];
    const huge = tf.engine().makeTensor(new Float32Array(1), [30_000, 30_000], 'float32') as tf.Tensor2D;
    expect(() => exportOnnx(({ x }) => tf.matMul(x as tf.Tensor2D, huge), { inputs })).toThrow(
      /more than the 2 GB that an ONNX file can hold \(3\.6 GB with the one of shape \[30000, 30000\]\)/,
    );
    expect(readSync).not.toHaveBeenCalledWith(huge.dataId);
    expect(performance.now() - before).toBeLessThan(2000);
    readSync.mockRestore();
  });

  it('refuses options and sources that do not exist', () => {
    const inputs = [{ name: 'x' }];
    const neg = ({ x }: Record<string, tf.Tensor>) => tf.neg(x!);
    expect(() => exportOnnx(neg, { inputs, outputname: 'y' } as never)).toThrow(
      new TypeError(
        'exportOnnx has no option "outputname": did you mean "outputName"? it takes batch, inputs, metadata, outputName',
      ),
    );
    expect(() => exportOnnx(neg, { inputs: [{ name: 'x', vocab: ['a'] } as never] })).toThrow(
      /exportOnnx, inputs\[0\] has no option "vocab"/,
    );
    expect(() => exportOnnx({ weights: [] } as never)).toThrow(
      /expects a fitted network of @heph\/transformer, a tf.LayersModel or a function.*received an object with weights/,
    );
    expect(() => exportOnnx(null as never)).toThrow(/received null/);
    expect(() => exportOnnx(neg, null as never)).toThrow(/options must be an object; received null/);
  });

  it('refuses what no file for inference can hold', () => {
    const counter = tf.variable(tf.scalar(0), false, 'counter');
    const options = { inputs: [{ name: 'x' }] };
    const assigning = ({ x }: Record<string, tf.Tensor>) => {
      counter.assign(tf.add(counter, 1));
      return tf.neg(x!);
    };
    expect(() => exportOnnx(assigning, options)).toThrow(/this one assigns counter/);
    expect(() => exportOnnx(({ x }) => tf.dropout(x!, 0.5), options)).toThrow(/must not draw random numbers/);
    expect(() => exportOnnx(({ x }) => tf.div(x!, x!.size), options)).toThrow(/uses other numbers in Div/);
    expect(() => exportOnnx(({ x }) => tf.neg(x!))).toThrow(TypeError);
    expect(() => exportOnnx(({ x }) => tf.neg(x!), { inputs: [{ name: 'x', vocabulary: [] }] })).toThrow(
      /must not be empty/,
    );
    expect(() => exportOnnx(({ x }) => tf.neg(x!), { ...options, batch: 0 })).toThrow(
      /positive integer; received 0/,
    );
  });
});

import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { CompileError, CompiledState, UnsupportedKernelError } from './index';
import { compile } from './node';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterEach(() => tf.disposeVariables());

const numberIn = ({ data }: { data: ArrayLike<number> }) => data[0]!;

/** Resolves to the error that a promise rejects with. */
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('arguments and results', () => {
  it('lets a variable be assigned an argument, and leaves no tensor behind', async () => {
    const rate = tf.tidy(() => tf.variable(tf.scalar(1), false));
    const before = tf.memory().numTensors;
    const compiled = compile((value: tf.Scalar) => {
      rate.assign(value);
      return tf.mul(rate, 2);
    });
    expect(numberIn(await compiled.run(3))).toBe(6);
    compiled.sync();
    await compiled.dispose();
    expect(rate.dataSync()[0]).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes tensors, typed arrays, shaped data and numbers', async () => {
    const compiled = compile((a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor) =>
      tf.add(tf.mul(tf.add(a, b), d), c),
    );
    const shaped = { data: Float32Array.of(10, 20), shape: [1, 2] };
    const { data, shape, dtype } = await compiled.run(tf.tensor1d([1, 2]), Float32Array.of(3, 4), shaped, 2);
    expect({ data: [...data], shape, dtype }).toEqual({ data: [18, 32], shape: [1, 2], dtype: 'float32' });
  });

  it('returns what the step returns: a tensor, an array, a record, nothing', async () => {
    const x = tf.tensor1d([1, 2]);
    expect(await compile((a: tf.Tensor) => [a, tf.neg(a)]).run(x)).toHaveLength(2);
    const record = await compile((a: tf.Tensor) => ({ twice: tf.add(a, a), sum: tf.sum(a) })).run(x);
    expect([[...record.twice.data], numberIn(record.sum)]).toEqual([[2, 4], 3]);
    const variable = tf.variable(x);
    expect(await compile(() => variable.assign(tf.mul(variable, 2))).run()).toBeUndefined();
  });

  it('gives results that later runs leave alone', async () => {
    const compiled = compile((a: tf.Tensor) => tf.exp(a));
    const first = await compiled.run(Float32Array.of(0));
    await compiled.run(Float32Array.of(5));
    expect(first.data[0]).toBe(1);
  });

  it('refuses data that does not fit its shape, and foreign arrays', async () => {
    const compiled = compile((a: tf.Tensor) => tf.neg(a));
    await expect(compiled.run({ data: new Float32Array(5), shape: [2, 3] })).rejects.toThrow(
      'Argument 0: shape [2, 3] has 6 elements; received 5',
    );
    await expect(compiled.run(new Float64Array(2) as never)).rejects.toThrow(
      /expected a Float32Array.*Float64Array/,
    );
    await expect(compiled.run(tf.tensor(['a']))).rejects.toThrow(/received string/);
  });

  it('refuses options out of range', () => {
    expect(() => compile(() => tf.scalar(1), { threads: 0 })).toThrow(
      'threads must be a positive integer; received 0',
    );
    expect(() => compile(() => tf.scalar(1), { maxPrograms: 1.5 })).toThrow(RangeError);
  });
});

describe('programs', () => {
  it('are traced once for every set of shapes, and the least recently used goes', async () => {
    let traces = 0;
    const compiled = compile(
      (a: tf.Tensor) => {
        traces += 1;
        return tf.sum(a);
      },
      { maxPrograms: 2 },
    );
    const run = (length: number) => compiled.run(new Float32Array(length));
    for (const length of [1, 2, 1, 3, 1]) await run(length);
    expect([traces, compiled.info.traces]).toEqual([3, 3]);
    await run(2);
    expect([traces, compiled.info.runs]).toEqual([4, 6]);
    await compiled.dispose();
  });

  it('tell about themselves', async () => {
    const compiled = compile((a: tf.Tensor) => tf.exp(tf.add(a, a)));
    await compiled.run(Float32Array.of(1));
    expect(compiled.info).toMatchObject({ nodes: 2, kernels: { Add: 1, Exp: 1 }, traces: 1, runs: 1 });
    expect(compiled.info.traceSeconds).toBeGreaterThan(0);
    expect(compiled.info.sessionSeconds).toBeGreaterThan(0);
  });

  it('do not run once disposed', async () => {
    const compiled = compile((a: tf.Tensor) => tf.neg(a));
    await compiled.run(1);
    await compiled.dispose();
    const error = await rejection(compiled.run(1));
    expect(CompileError.is(error) && error.code).toBe('disposed');
  });

  it('run one after the other when called at once', async () => {
    const counter = tf.variable(tf.scalar(0));
    const compiled = compile(() => {
      counter.assign(tf.add(counter, 1));
      return tf.mul(counter, 1) as tf.Scalar;
    });
    const results = await Promise.all([compiled.run(), compiled.run(), compiled.run()]);
    expect(results.map(numberIn)).toEqual([1, 2, 3]);
  });
});

describe('variables', () => {
  it('move on in the runtime and come back on sync', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const compiled = compile(() => weight.assign(tf.mul(weight, 2)));
    for (let i = 0; i < 3; i++) await compiled.run();
    expect([...weight.dataSync()]).toEqual([1, 2]);
    compiled.sync();
    expect([...weight.dataSync()]).toEqual([8, 16]);
    await compiled.run();
    compiled.sync();
    expect([...weight.dataSync()]).toEqual([16, 32]);
  });

  it('are read again when they were assigned from outside', async () => {
    const weight = tf.variable(tf.scalar(1));
    const compiled = compile(() => {
      weight.assign(tf.add(weight, 1));
      return tf.add(weight, 0);
    });
    expect(numberIn(await compiled.run())).toBe(2);
    weight.assign(tf.scalar(100));
    expect(numberIn(await compiled.run())).toBe(101);
    compiled.sync();
    expect(weight.dataSync()[0]).toBe(101);
  });

  it('hold the same data after a trace as before, also when the trace fails', async () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const { dataId } = weight;
    const failing = compile(() => {
      weight.assign(tf.mul(weight, 2));
      return tf.topk(weight, 1).values;
    });
    await expect(failing.run()).rejects.toThrow();
    expect(weight.dataId).toBe(dataId);
    expect([...weight.dataSync()]).toEqual([1, 2]);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('that share data are still two variables', async () => {
    const start = tf.tensor1d([1]);
    const [a, b] = [tf.variable(start), tf.variable(start)];
    const compiled = compile(() => {
      a.assign(tf.add(a, 1));
      b.assign(tf.add(b, 10));
      return [tf.add(a, 0), tf.add(b, 0)];
    });
    await compiled.run();
    expect((await compiled.run()).map(numberIn)).toEqual([3, 21]);
  });

  it('are swapped rightly when the step swaps them', async () => {
    const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))];
    const compiled = compile(() => {
      const held = tf.clone(a);
      a.assign(b as never);
      b.assign(held);
    });
    await compiled.run();
    compiled.sync();
    expect([a, b].map(variable => variable.dataSync()[0])).toEqual([2, 1]);
    await compiled.run();
    compiled.sync();
    expect([a, b].map(variable => variable.dataSync()[0])).toEqual([1, 2]);
  });

  it('that were disposed are named', async () => {
    const weight = tf.variable(tf.scalar(1), true, 'theWeight');
    const compiled = compile(() => tf.neg(weight));
    await compiled.run();
    weight.dispose();
    await expect(compiled.run()).rejects.toThrow(/theWeight was disposed/);
  });

  it('are shared live between compiled steps that share a state', async () => {
    const state = new CompiledState();
    const weight = tf.variable(tf.scalar(3));
    const train = compile(() => weight.assign(tf.add(weight, 1)), { state });
    const predict = compile((x: tf.Tensor) => tf.mul(x, weight), { state });
    expect(numberIn(await predict.run(2))).toBe(6);
    await train.run();
    expect(numberIn(await predict.run(2))).toBe(8);
    await train.dispose();
    expect(numberIn(await predict.run(2))).toBe(8);
    predict.sync();
    expect(weight.dataSync()[0]).toBe(4);
  });
});

describe('errors', () => {
  it('names a kernel without a mapping, the operation and the layer', async () => {
    class Chooser {
      call(x: tf.Tensor) {
        return tf.topk(x, 1).values;
      }
    }
    const error = await rejection(
      compile((x: tf.Tensor) => new Chooser().call(x)).run(Float32Array.of(1, 2)),
    );
    expect(error).toBeInstanceOf(UnsupportedKernelError);
    expect(error).toMatchObject({ code: 'unsupported-kernel', kernelName: 'TopK' });
    expect(String(error)).toMatch(/TopK \(topk, in Chooser\.call\) has no ONNX mapping/);
  });

  it('refuses to read values of traced tensors and of variables', async () => {
    const variable = tf.variable(tf.scalar(1));
    const reads: Record<string, (x: tf.Tensor) => tf.Tensor> = {
      'the result of Sum': x => (tf.sum(x).dataSync()[0]! > 0 ? x : tf.neg(x)),
      'an argument or a variable': x => (variable.dataSync()[0]! > 0 ? x : tf.neg(x)),
    };
    for (const [origin, step] of Object.entries(reads)) {
      const error = await rejection(compile(step).run(1));
      expect(CompileError.is(error) && error.code).toBe('value-read');
      expect(String(error)).toContain(origin);
    }
  });

  it('lets constants of the step be read', async () => {
    const compiled = compile((x: tf.Tensor) => tf.mul(x, tf.tensor1d([3, 4]).dataSync()[1]!));
    expect(numberIn(await compiled.run(2))).toBe(8);
  });

  it('refuses tensors from outside unless they are listed', async () => {
    const mask = tf.tensor1d([1, 0]);
    const step = (x: tf.Tensor) => tf.mul(x, mask);
    const error = await rejection(compile(step).run(Float32Array.of(5, 6)));
    expect(CompileError.is(error) && error.code).toBe('captured-tensor');
    expect(String(error)).toMatch(/float32 tensor of shape \[2\] \(mul\)/);
    const { data } = await compile(step, { constants: [mask] }).run(Float32Array.of(5, 6));
    expect([...data]).toEqual([5, 0]);
  });

  it('refuses a step that makes random or ever new variables', async () => {
    await expect(compile(() => tf.variable(tf.randomNormal([2]))).run()).rejects.toThrow(
      /computed or random value/,
    );
    await expect(compile(() => tf.variable(tf.zeros([2]))).run()).rejects.toThrow(
      /makes 1 new variables on every call/,
    );
  });

  it('refuses results that are no tensors', async () => {
    await expect(compile(() => [1] as never).run()).rejects.toThrow(/received a number among its results/);
  });

  it('says which package to add when there is no runtime', async () => {
    const runtime = () => Promise.reject(new CompileError('runtime-missing', 'add onnxruntime-node'));
    await expect(compile(() => tf.scalar(1), { runtime }).run()).rejects.toThrow('add onnxruntime-node');
  });
});

describe('memory', () => {
  it('keeps no tensor of the trace, whether it succeeds or fails', async () => {
    const weight = tf.variable(tf.ones([4, 4]));
    const before = tf.memory();
    const optimizer = tf.train.sgd(0.1);
    const compiled = compile((x: tf.Tensor) =>
      optimizer.minimize(() => tf.sum(tf.square(tf.matMul(x, weight))) as tf.Scalar, true, [weight]),
    );
    await compiled.run({ data: new Float32Array(8), shape: [2, 4] });
    const failing = compile((x: tf.Tensor) => tf.topk(tf.mul(x, weight), 1).values);
    await expect(failing.run({ data: new Float32Array(4), shape: [4] })).rejects.toThrow();
    optimizer.dispose();
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    expect({ numTensors, numDataBuffers, numBytes }).toEqual({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
      numBytes: before.numBytes,
    });
  });

  it('stays flat over a thousand steps and their syncs', async () => {
    const weight = tf.variable(tf.ones([64, 64]));
    const optimizer = tf.train.adam(1e-3);
    const compiled = compile((x: tf.Tensor) =>
      optimizer.minimize(() => tf.mean(tf.square(tf.matMul(x, weight))) as tf.Scalar, true, [weight]),
    );
    const x = { data: new Float32Array(8 * 64).fill(1), shape: [8, 64] };
    for (let i = 0; i < 200; i++) await compiled.run(x);
    compiled.sync();
    const before = { tensors: tf.memory().numTensors, rss: process.memoryUsage().rss };
    for (let i = 0; i < 1000; i++) {
      await compiled.run(x);
      if (i % 100 === 0) compiled.sync();
    }
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(process.memoryUsage().rss - before.rss).toBeLessThan(40e6);
    await compiled.dispose();
  });
});

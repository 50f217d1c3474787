import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { expectLikeEager } from '../../test/like-eager';
import { compile } from '../node';

/** The eager kernel as @heph/layers documents it. */
function draws(size: number, seed: number, state: number): Float32Array {
  const mix = (hash: number) => {
    let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
  const key = mix(mix((seed + 0x9e3779b9) | 0) ^ state);
  return Float32Array.from(
    { length: size },
    (_, i) => (mix((key + Math.imul(i, 0x9e3779b9)) | 0) >>> 8) * 2 ** -24,
  );
}

const random = (state: tf.Tensor, shape: number[], seed: number): tf.Tensor =>
  tf.engine().runKernel('HephRandomUniform', { state }, { shape, seed });

beforeAll(async () => {
  await tf.setBackend('cpu');
  tf.registerKernel({
    kernelName: 'HephRandomUniform',
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { shape, seed } = attrs as { shape: number[]; seed: number };
      const cpu = backend as tf.KernelBackend;
      const state = (cpu.readSync(inputs['state']!.dataId) as Int32Array)[0]!;
      const data = draws(tf.util.sizeFromShape(shape), seed, state);
      return { dataId: cpu.write(data, shape, 'float32'), shape, dtype: 'float32' };
    },
  });
});
afterAll(() => tf.unregisterKernel('HephRandomUniform', 'cpu'));

describe('HephRandomUniform', () => {
  it.each([
    [[7], 0],
    [[3, 50], 1],
    [[2, 3, 4, 5], -12345],
    [[], 2 ** 31 - 1],
    [[300, 70], 987654321],
    [[0, 3], 5],
  ])('draws the same bits as the eager kernel: shape [%s], seed %s', async (shape, seed) => {
    for (const state of [0, 1, -7, 2 ** 31 - 1]) {
      const step = (counter: tf.Tensor) => random(counter, shape, seed);
      const compiled = compile(step);
      const { data } = await compiled.run({ data: Int32Array.of(state), shape: [] });
      expect(Array.from(data)).toEqual(Array.from(draws(data.length, seed, state)));
      await compiled.dispose();
    }
  });

  it('runs eagerly and compiled in one step', async () => {
    const step = (...[x]: tf.Tensor[]) => tf.add(x!, random(tf.scalar(3, 'int32'), [2, 3], 9));
    await expectLikeEager(step, [tf.zeros([2, 3])]);
  });

  it('goes on from the state that a variable holds', async () => {
    const counter = tf.variable(tf.scalar(5, 'int32'));
    const compiled = compile(() => {
      const numbers = random(counter, [4], 3);
      counter.assign(tf.add(counter, tf.scalar(1, 'int32')));
      return numbers;
    });
    for (const state of [5, 6, 7]) expect((await compiled.run()).data).toEqual(draws(4, 3, state));
    compiled.sync();
    expect(counter.dataSync()[0]).toBe(8);
    await compiled.dispose();
  });
});

describe('stock random operations', () => {
  const moments = (numbers: ArrayLike<number>) => {
    const values = Array.from(numbers);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance), least: Math.min(...values), most: Math.max(...values) };
  };

  it('draw anew in every run, and the same again under the same seed', async () => {
    const step = (x: tf.Tensor) => tf.dropout(x, 0.4);
    const x = tf.ones([20, 100]);
    const [one, two, other] = [
      compile(step, { seed: 1 }),
      compile(step, { seed: 1 }),
      compile(step, { seed: 2 }),
    ];
    const first = await one.run(x);
    const second = await one.run(x);
    expect(second.data).not.toEqual(first.data);
    expect([await two.run(x), await two.run(x)]).toEqual([first, second]);
    expect((await other.run(x)).data).not.toEqual(first.data);
    const kept = first.data.filter(value => value !== 0);
    expect(kept.length / 2000).toBeCloseTo(0.6, 1);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.6)]));
  });

  it('differ between two draws of one step', async () => {
    const compiled = compile(() => [tf.randomUniform([50]), tf.randomUniform([50])], { seed: 3 });
    const [a, b] = await compiled.run();
    expect(a!.data).not.toEqual(b!.data);
  });

  it('keep their bounds, mean and deviation', async () => {
    const compiled = compile(() => [tf.randomUniform([5000], -3, 5), tf.randomNormal([5000], 10, 2)], {
      seed: 4,
    });
    const [uniform, normal] = await compiled.run();
    const flat = moments(uniform!.data);
    expect(flat.mean).toBeCloseTo(1, 0);
    expect(flat.least).toBeGreaterThanOrEqual(-3);
    expect(flat.most).toBeLessThan(5);
    expect(flat.most - flat.least).toBeGreaterThan(7.9);
    const bell = moments(normal!.data);
    expect(bell.mean).toBeCloseTo(10, 0);
    expect(bell.deviation).toBeCloseTo(2, 0);
  });

  it('repeat themselves where the step seeds them, as they do eagerly', async () => {
    const compiled = compile(() => tf.randomUniform([6], 0, 1, 'float32', 42));
    expect((await compiled.run()).data).toEqual(tf.randomUniform([6], 0, 1, 'float32', 42).dataSync());
    expect((await compiled.run()).data).toEqual(tf.randomUniform([6], 0, 1, 'float32', 42).dataSync());
  });

  it('that cannot be drawn natively are refused by name', async () => {
    await expect(compile(() => tf.truncatedNormal([4])).run()).rejects.toThrow(/tf\.truncatedNormal/);
    await expect(compile(() => tf.randomUniform([4], 0, 9, 'int32')).run()).rejects.toThrow(
      /int32 random numbers/,
    );
  });

  it('leave Math.random as it was', async () => {
    await compile(() => tf.randomUniform([4])).run();
    expect(Math.random()).not.toBe(Math.random());
  });
});

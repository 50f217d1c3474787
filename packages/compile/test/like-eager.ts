import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type StepResult } from '../src/index';
import { type KernelFamily } from '../src/kernels/mapping';
import { compile } from '../src/node';

/** What a case computes, and of what. */
export type Case = readonly [
  title: string,
  step: (...args: tf.Tensor[]) => StepResult,
  args: () => tf.Tensor[],
];

/** A tensor of reproducible numbers between −2 and 2, none of them zero. */
export function floats(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from(
    { length: size },
    (_, i) => 2 * Math.sin(12.9898 * (i + 1) + shape.length) || 0.5,
  );
  return tf.tensor(values, shape);
}

/** The same between a positive minimum and 2 more than that. */
export function positives(minimum: number, ...shape: number[]): tf.Tensor {
  return tf.tidy(() => tf.add(tf.abs(floats(...shape)), minimum));
}

/** Integers from −5 to 5 without zero. */
export function integers(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tf.tensor(
    Int32Array.from({ length: size }, (_, i) => ((i * 7) % 11) - 5 || 3),
    shape,
    'int32',
  );
}

/** Integers in [0, limit). */
export function indices(limit: number, ...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tf.tensor(
    Int32Array.from({ length: size }, (_, i) => (i * 7 + i * i) % limit),
    shape,
    'int32',
  );
}

export function booleans(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tf.tensor(
    Uint8Array.from({ length: size }, (_, i) => Number(i % 3 === 0)),
    shape,
    'bool',
  );
}

/** Runs the step on the cpu backend and compiled, and expects the same shapes, types and (within rounding) numbers. */
export async function expectLikeEager(
  step: Case[1],
  args: readonly tf.Tensor[],
): Promise<Record<string, number>> {
  const flat = (result: StepResult): tf.Tensor[] =>
    result == null ? [] : result instanceof tf.Tensor ? [result] : Object.values(result);
  const eager = flat(step(...args)).map(({ shape, dtype, ...tensor }, i, all) => {
    void tensor;
    return { shape, dtype, data: all[i]!.dataSync() };
  });
  const compiled = compile((...inputs: tf.Tensor[]) => flat(step(...inputs)), { seed: 1 });
  const results = await compiled.run(...args);
  const { kernels } = compiled.info;
  await compiled.dispose();
  expect(results.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    eager.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  eager.forEach(({ data }, i) => {
    const numbers = results[i]!.data;
    expect(numbers).toHaveLength(data.length);
    const off = Array.from(data, (value, j) => {
      const other = numbers[j]!;
      const equal = Object.is(value, other) || (Number.isNaN(value) && Number.isNaN(other));
      return equal || Math.abs(value - other) <= 2e-6 + 2e-5 * Math.abs(value)
        ? undefined
        : [j, value, other];
    }).filter(Boolean);
    expect(off.slice(0, 5)).toEqual([]);
  });
  return kernels;
}

/** Every case like eager, and every kernel of the family in at least one of them. */
export function describeFamily(title: string, family: KernelFamily, cases: readonly Case[]): void {
  describe(title, () => {
    const seen = new Set<string>();
    beforeAll(async () => {
      await tf.setBackend('cpu');
    });
    it.each(cases.map(([name, step, args]) => ({ name, step, args })))('$name', async ({ step, args }) => {
      const kernels = await expectLikeEager(step, args());
      Object.keys(kernels).forEach(kernel => seen.add(kernel));
    });
    it('covers every kernel', () => {
      expect(Object.keys(family).filter(kernel => !seen.has(kernel))).toEqual([]);
    });
    afterAll(() => tf.disposeVariables());
  });
}

import { Table } from '@heph/data';
import { useBackend } from '@heph/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { fitLinearPath, isLinearPath, linearTensor, linearValues } from './linear-path';

const names = ['a', 'b'];
const table = Table.fromColumns({ a: [1e6, 3e6, 2e6, 5e6, 4e6], b: [1e-6, 1e-6, 4e-6, 2e-6, 3e-6] });
/** 100 + 3a / 10⁶ − 2b · 10⁶, in any row. */
const targets = [101, 107, 98, 111, 106];

describe('a linear path', () => {
  beforeAll(() => useBackend('wasm'));
  const path = fitLinearPath(table, names, targets, null);

  it('is least squares on columns of any size, and goes on beyond them', () => {
    expect(path).toMatchObject({ coefficients: [expect.any(Number), expect.any(Number)] });
    linearValues(table, names, path).forEach((value, i) => expect(value).toBeCloseTo(targets[i]!, 3));
    const beyond = Table.fromColumns({ a: [50e6], b: [-20e-6] });
    expect(linearValues(beyond, names, path)[0]).toBeCloseTo(100 + 150 + 40, 2);
  });

  it('takes what is missing for the mean', () => {
    const [missing, mean] = [
      { a: [NaN, 0], b: [2e-6, 0] },
      { a: [3e6, 0], b: [2e-6, 0] },
    ].map(columns => linearValues(Table.fromColumns(columns), names, path)[0]!);
    expect(missing).toBeCloseTo(mean!, 6);
  });

  it('counts rows by their weights', () => {
    const rows = Table.fromColumns({ a: [0, 1, 0, 1] });
    const { coefficients, intercept, columns } = fitLinearPath(
      rows,
      ['a'],
      [0, 10, 4, 30],
      Float32Array.of(1, 1, 0, 0),
    );
    const at = (value: number) => {
      const { mean, standardDeviation } = columns[0]!;
      return intercept + (coefficients[0]! * (value - mean)) / standardDeviation;
    };
    expect(at(0)).toBeCloseTo(0, 4);
    expect(at(1)).toBeCloseTo(10, 4);
  });

  it('is the same as a function of tensors', () => {
    const columns = { a: [1.5e6, NaN, 9e6], b: [2e-6, 3e-6, NaN] };
    const expected = linearValues(Table.fromColumns(columns), names, path);
    const values = tf.tidy(() =>
      linearTensor(
        names.map(name => tf.tensor1d(columns[name as 'a' | 'b'])),
        path,
      ).dataSync(),
    );
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 2));
  });

  it('is told from what is none', () => {
    expect(isLinearPath(JSON.parse(JSON.stringify(path)))).toBe(true);
    for (const other of [null, {}, { ...path, coefficients: [1] }, { ...path, intercept: null }])
      expect(isLinearPath(other)).toBe(false);
  });
});

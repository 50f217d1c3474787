import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type Case, expectLikeEager } from '../../test/like-eager';
import { compile } from '../node';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const reals = [NaN, Infinity, -Infinity, 0, 1, -1, 0.5, -2.5, 3.7, 2 ** 31, -(2 ** 31), 2 ** 32 + 512, 1e10, -1e10, 1e19, 1e30, -3e38]; // prettier-ignore
const wholes = [0, 1, -1, 2, 3, -3, 7, -7, 2 ** 31 - 1, -(2 ** 31), 65536, -65537, 1000003];
const floats = () => tf.tensor1d(reals);
const ints = () => tf.tensor1d(wholes, 'int32');
const everyTwo = (values: number[], dtype: 'float32' | 'int32') => () => [
  tf.tensor1d(values.flatMap(value => values.map(() => value)), dtype), // prettier-ignore
  tf.tensor1d(values.flatMap(() => values), dtype), // prettier-ignore
];
const holed = () =>
  tf.tensor2d([
    [NaN, 1, 2],
    [1, NaN, 2],
    [1, 2, NaN],
    [NaN, NaN, NaN],
    [-Infinity, NaN, Infinity],
    [1, 5, 5],
  ]);
const large = () =>
  tf.tensor2d([2 ** 31 - 1, 1, 2, -(2 ** 31), -1, -(2 ** 31), 65536, 3, 4], [3, 3], 'int32');

const alike: Case[] = [
  [
    'max and min of NaN',
    x => [tf.max(x!, 1), tf.min(x!, 1), tf.max(x!), tf.min(x!, 0, true)],
    () => [holed()],
  ],
  ['argMax and argMin of NaN', x => [tf.argMax(x!, 1), tf.argMin(x!, 1), tf.argMax(x!, 0)], () => [holed()]],
  ['sum, mean and prod of NaN', x => [tf.sum(x!, 1), tf.mean(x!, 1), tf.prod(x!, 1)], () => [holed()]],
  ['softmax and logSumExp of NaN', x => [tf.softmax(x!), tf.logSumExp(x!, 1)], () => [holed()]],
  [
    'relu, relu6, clip, abs and step of NaN and infinities',
    x => [tf.relu(x!), tf.relu6(x!), tf.clipByValue(x!, -2, 3), tf.abs(x!), tf.step(x!, 0.1)],
    () => [floats()],
  ],
  [
    'maximum, minimum and comparisons of NaN and infinities',
    (a, b) => [
      tf.maximum(a!, b!),
      tf.minimum(a!, b!),
      tf.equal(a!, b!),
      tf.notEqual(a!, b!),
      tf.less(a!, b!),
      tf.greaterEqual(a!, b!),
    ],
    everyTwo(reals, 'float32'),
  ],
  ['a cast of NaN and of numbers out of range to int32', x => tf.cast(x!, 'int32'), () => [floats()]],
  ['a cast of NaN to bool', x => tf.cast(x!, 'bool'), () => [floats()]],
  [
    'floorDiv and mod of ordinary numbers, zero and NaN',
    (a, b) => [tf.floorDiv(a!, b!), tf.mod(a!, b!)],
    everyTwo([NaN, 0, 1, -1, 0.5, -2.5, 3.7, 1000003], 'float32'),
  ],
  [
    'int32 sums and differences that overflow',
    (a, b) => [tf.add(a!, b!), tf.sub(a!, b!)],
    everyTwo(wholes, 'int32'),
  ],
  ['int32 products below 2⁵³', (a, b) => tf.mul(a!, b!), everyTwo([3, -7, 65536, -65537, 1000003], 'int32')],
  ['int32 reductions that overflow', x => [tf.sum(x!, 1), tf.sum(x!), tf.prod(tf.sub(x!, 1), 1)], () => [tf.tensor2d([2 ** 31 - 1, 1, 2, -(2 ** 31), -1, -5], [2, 3], 'int32')]], // prettier-ignore
  ['extremes of large int32', x => [tf.max(x!, 1), tf.min(x!, 0), tf.argMax(x!, 1)], () => [large()]],
  [
    'int32 quotients and remainders, by zero and of the least number by −1 too',
    (a, b) => [tf.floorDiv(a!, b!), tf.mod(a!, b!), tf.div(a!, b!)],
    everyTwo(wholes, 'int32'),
  ],
  ['step of int32', x => tf.step(x!, 0.1), () => [ints()]],
  ['a product of int32 matrices', x => tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, true, false), () => [tf.tensor2d([1, -2, 3, 4], [2, 2], 'int32')]], // prettier-ignore
];

describe('like eager', () => {
  it.each(alike.map(([name, step, args]) => ({ name, step, args })))('$name', async ({ step, args }) => {
    await expectLikeEager(step, args());
  });
});

/** The table in the README: what it says, an example, and its two answers. */
const differences: [string, (...args: tf.Tensor[]) => tf.Tensor, () => tf.Tensor[], number, number][] = [
  ['`sign` of NaN', x => tf.sign(x!), () => [tf.tensor1d([NaN])], 0, NaN],
  ['`pow` of 1 to NaN', (a, b) => tf.pow(a!, b!), () => [tf.tensor1d([1]), tf.tensor1d([NaN])], NaN, 1],
  ['`mod` by an infinity of the other sign', (a, b) => tf.mod(a!, b!), () => [tf.tensor1d([1]), tf.tensor1d([-Infinity])], NaN, -Infinity], // prettier-ignore
  ['`mod` by a far larger number of the other sign', (a, b) => tf.mod(a!, b!), () => [tf.tensor1d([-1]), tf.tensor1d([2 ** 100])], 0, 2 ** 100], // prettier-ignore
  [
    '`floorDiv` of float32 whose quotient rounds to a whole number',
    (a, b) => tf.floorDiv(a!, b!),
    () => [tf.tensor1d([1]), tf.tensor1d([0.1])],
    9,
    10,
  ],
  ['`floorDiv` of float32 whose quotient is beyond 2³¹', (a, b) => tf.floorDiv(a!, b!), () => [tf.tensor1d([1e19]), tf.tensor1d([2.5])], -858993664, 0], // prettier-ignore
  ['a product of int32 beyond 2⁵³', (a, b) => tf.mul(a!, b!), () => [tf.tensor1d([2 ** 31 - 1], 'int32'), tf.tensor1d([2 ** 31 - 1], 'int32')], 0, 1], // prettier-ignore
  ['`pow` of int32 that overflows', (a, b) => tf.pow(a!, b!), () => [tf.tensor1d([3], 'int32'), tf.tensor1d([21], 'int32')], 1870418611, -(2 ** 31)], // prettier-ignore
  ['`abs` of int32 beyond 2²⁴', x => tf.abs(x!), () => [tf.tensor1d([2 ** 31 - 1], 'int32')], -(2 ** 31), 2 ** 31 - 1], // prettier-ignore
];

describe("the README's table of differences", () => {
  it('lists these and no others', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const table = readme.split('## Differences\n')[1]!.split('\n## ')[0]!;
    const rows = table.match(/^\| (?!what|-).*/gm)!.map(row => row.split('|')[1]!.trim());
    const others = ['an index outside of what is gathered from', 'a segment outside of their number'];
    expect(rows).toEqual([...differences.map(([name]) => name), ...others]);
  });

  it.each(differences)('%s', async (_name, step, args, eager, compiledAnswer) => {
    expect(step(...args()).dataSync()[0]).toBe(eager);
    const compiled = compile(step);
    const { data } = await compiled.run(...args());
    await compiled.dispose();
    expect(data[0]).toBe(compiledAnswer);
  });

  it('an index outside of what is gathered from', async () => {
    const table = tf.tensor1d([5, 6, 7]);
    const step = (x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i as tf.Tensor1D);
    const at = (index: number) => tf.tensor1d([index], 'int32');
    for (const index of [-1, 3]) expect(() => step(table, at(index))).toThrow(/not in \[0, 2\]/);
    const compiled = compile(step);
    expect((await compiled.run(table, at(-1))).data[0]).toBe(7);
    await expect(compiled.run(table, at(3))).rejects.toThrow(/out of data bounds/);
    await compiled.dispose();
  });

  it('a segment outside of their number', async () => {
    const step = (x: tf.Tensor, ids: tf.Tensor) => tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 300);
    const args = [tf.tensor1d([1, 2]), tf.tensor1d([0, 300], 'int32')] as const;
    expect(tf.sum(step(...args)).dataSync()[0]).toBe(1);
    const compiled = compile(step);
    await expect(compiled.run(...args)).rejects.toThrow(/out of data bounds/);
    await compiled.dispose();
  });
});

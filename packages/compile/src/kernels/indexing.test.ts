import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Case,
  booleans,
  describeFamily,
  expectLikeEager,
  floats,
  indices,
  integers,
} from '../../test/like-eager';
import { compile } from '../node';
import { indexingKernels } from './indexing';

const embeddingGradient: Case[1] = (table, ids) =>
  tf.grad(weights => tf.gather(weights, ids as tf.Tensor1D))(table!);

describeFamily('indexing kernels', indexingKernels, [
  ['gather of rows', (x, ids) => tf.gather(x!, ids as tf.Tensor1D), () => [floats(7, 3), indices(7, 5)]],
  [
    'gather by a matrix',
    (x, ids) => tf.gather(x!, ids as tf.Tensor2D),
    () => [floats(7, 3), indices(7, 4, 2)],
  ],
  [
    'gather of columns',
    (x, ids) => tf.gather(x!, ids as tf.Tensor1D, 1),
    () => [floats(3, 7), indices(7, 5)],
  ],
  ['gather of bool', (x, ids) => tf.gather(x!, ids as tf.Tensor1D), () => [booleans(7, 3), indices(7, 5)]],
  [
    'gather in batches',
    (x, ids) => tf.gather(x!, ids as tf.Tensor2D, 1, 1),
    () => [floats(3, 7, 2), indices(7, 3, 5)],
  ],
  ['gatherND', (x, ids) => tf.gatherND(x!, ids!), () => [floats(3, 3, 2), indices(3, 4, 2)]],
  ['gatherND of elements', (x, ids) => tf.gatherND(x!, ids!), () => [integers(3, 3), indices(3, 5, 2)]],
  ['scatterND of rows', (ids, x) => tf.scatterND(ids!, x!, [9, 2]), () => [indices(5, 8, 1), floats(8, 2)]],
  ['scatterND of elements', (ids, x) => tf.scatterND(ids!, x!, [4, 5]), () => [indices(4, 8, 2), floats(8)]],
  ['scatterND of int32', (ids, x) => tf.scatterND(ids!, x!, [9]), () => [indices(5, 8, 1), integers(8)]],
  [
    'unsortedSegmentSum',
    (x, ids) => tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, 6),
    () => [floats(20, 3), indices(5, 20)],
  ],
  [
    'unsortedSegmentSum of int32',
    (x, ids) => tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, 6),
    () => [integers(20, 3), indices(5, 20)],
  ],
  ['gradient of a small embedding', embeddingGradient, () => [floats(20, 4), indices(20, 50)]],
  ['gradient of a large embedding', embeddingGradient, () => [floats(1000, 4), indices(40, 500)]],
  ['oneHot', ids => tf.oneHot(ids!, 6), () => [indices(6, 4, 2)]],
  [
    'oneHot of indices outside',
    ids => tf.oneHot(ids!, 3, 5, -1),
    () => [tf.tensor1d([0, -1, 2, 3, 7], 'int32')],
  ],
]);

describe('gradients of embeddings on several threads', () => {
  it.each([
    ['few rows, by a one-hot product', 200],
    ['many rows, by a scatter', 2000],
  ])('lose no update: %s', async (_, rows) => {
    const width = 16;
    const count = 20_000;
    // Only three rows are hit, so that threads meet in them all the time; sums of ones are exact.
    const ids = Int32Array.from({ length: count }, (_unused, i) => (i * i) % 3);
    const expected = new Float32Array(rows * width);
    for (const id of ids) for (let column = 0; column < width; column++) expected[id * width + column]! += 1;
    const compiled = compile(
      (table: tf.Tensor, wanted: tf.Tensor) =>
        tf.grad(weights => tf.sum(tf.gather(weights, wanted as tf.Tensor1D)))(table),
      { threads: 4 },
    );
    const table = { data: new Float32Array(rows * width), shape: [rows, width] };
    for (let run = 0; run < 40; run++) {
      const { data } = await compiled.run(table, ids);
      expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(expected.buffer))).toBe(0);
    }
    await compiled.dispose();
  });

  it('refuses the gathers that it cannot map', async () => {
    const step: Case[1] = (x, ids) => tf.gather(x!, ids as tf.Tensor2D, 2, 1);
    await expect(expectLikeEager(step, [floats(2, 3, 4), indices(4, 2, 5)])).rejects.toThrow(
      /batchDims only where axis = batchDims/,
    );
  });
});

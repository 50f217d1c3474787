import { backends, expectTensorsClose, useBackend } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { grad, mul, randomNormal, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { embeddingLookup } from './embedding-lookup';

describe.each(backends)('embeddingLookup on %s', backend => {
  it('gives rows, and adds up the gradients of a row used twice', async () => {
    await useBackend(backend);
    tidy(() => {
      const table = tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const indices = tensor([2, 0, 2, 2], [2, 2], 'int32');
      expect(embeddingLookup(table, indices).arraySync()).toEqual([
        [
          [5, 6],
          [1, 2],
        ],
        [
          [5, 6],
          [5, 6],
        ],
      ]);
      const probe = tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
      const gradient = grad(t => sum(mul(embeddingLookup(t, indices), probe)))(table);
      expect(gradient.arraySync()).toEqual([
        [3, 4],
        [0, 0],
        [13, 16],
      ]);
    });
  });

  it('holds for a large table', async () => {
    await useBackend(backend);
    tidy(() => {
      const [rows, width, count] = [5000, 3, 2000];
      const codes = Int32Array.from({ length: count }, (_, i) => (i * i) % rows);
      const probe = randomNormal([count, width], 0, 1, 'float32', 1);
      const gradient = grad(t => sum(mul(embeddingLookup(t, tensor(codes, [count], 'int32')), probe)))(
        randomNormal([rows, width], 0, 1, 'float32', 2),
      );
      const expected = new Float64Array(rows * width);
      probe.dataSync().forEach((value, i) => {
        expected[codes[Math.floor(i / width)]! * width + (i % width)]! += value;
      });
      expectTensorsClose([...gradient.dataSync()], expected);
    });
  });
});

import {
  backends,
  expectTensorsClose,
  runLayerTest,
  useBackend,
  type LayerReference,
  type Values,
} from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { randomUniform, squeeze, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { regularizers } from '@tensorflow/tfjs-layers';
import {
  CategoryInteractionHash,
  categoryInteractionHash,
  type CategoryInteractionHashArgs,
} from './category-interaction-hash';
import golden from './fixtures/category_hash.json';
import { type Pair } from './support/pairs';

const { hashSize, dModel: outputDim } = golden;

/** A table that is zero but in the rows given. */
function table(rows: Record<string, number[]>) {
  const data = new Array<number>(hashSize * outputDim).fill(0);
  for (const [row, values] of Object.entries(rows))
    data.splice(Number(row) * outputDim, outputDim, ...values);
  return { shape: [hashSize, outputDim], data };
}

const categories = {
  shape: [golden.categories.length, 5],
  data: golden.categories.flat(),
  dtype: 'int32',
} satisfies Values as Values;

const reference: LayerReference = {
  inputs: [categories],
  weights: { embeddings: table(golden.tableRows) },
  output: golden.output,
  probe: golden.probe,
  weightGradients: { embeddings: table(golden.gradRows) },
};

const inputs = () => [randomUniform([4, 3], 0, 50, 'int32', 1)];

runLayerTest('categoryInteractionHash', {
  create: () => categoryInteractionHash({ hashSize, outputDim, seed: 1 }),
  inputs,
  codes: { input: 0, counts: [Infinity, Infinity, Infinity] },
  references: [reference],
});

runLayerTest('categoryInteractionHash, pairwise, of selected pairs', {
  create: () =>
    categoryInteractionHash({
      hashSize: 20,
      outputDim: 3,
      hash: 'pairwise',
      pairs: [
        [0, 2],
        [2, 1],
      ],
      seed: 1,
    }),
  inputs,
  codes: { input: 0, counts: [Infinity, Infinity, Infinity] },
});

runLayerTest('categoryInteractionHash, numbered', {
  create: () =>
    categoryInteractionHash({ outputDim: 2, hash: 'numbered', cardinalities: [50, 50, 50], seed: 1 }),
  inputs,
  codes: { input: 0, counts: [50, 50, 50] },
});

/** The rows that a layer looks up, read from a table that holds row numbers. */
function rowsOf(args: Partial<CategoryInteractionHashArgs>, codes: number[][]): number[][] {
  return tidy(() => {
    const layer = categoryInteractionHash({ hashSize, outputDim: 1, ...args });
    const input = tensor(codes, [codes.length, codes[0]!.length], 'int32');
    layer.apply(input);
    const size = args.hashSize ?? hashSize;
    layer.setWeights([
      tensor(
        Array.from({ length: size }, (_, i) => i),
        [size, 1],
      ),
    ]);
    return squeeze(layer.apply(input) as Tensor, [2]).arraySync() as number[][];
  });
}

describe.each(backends)('categoryInteractionHash on %s', backend => {
  it('hashes exactly', async () => {
    await useBackend(backend);
    expect(rowsOf({}, golden.categories)).toEqual(golden.indices);
  });

  it('hashes the pairs asked for, in their order', async () => {
    await useBackend(backend);
    const pairs = [golden.pairs[7]!, golden.pairs[2]!] as Pair[];
    const expected = golden.indices.map(row => [row[7]!, row[2]!]);
    expect(rowsOf({ pairs }, golden.categories)).toEqual(expected);
  });

  it('hashes large codes as unbounded integers would be', async () => {
    await useBackend(backend);
    const [a, b] = [2 ** 31 - 1, 2 ** 30 + 12345];
    const expected = Number((BigInt(a) * 17n + BigInt(b) * 31n) % 1000n);
    expect(rowsOf({}, [[a, b]])).toEqual([[expected]]);
  });

  it('tells pairs with equal codes apart when pairwise, and not when linear', async () => {
    await useBackend(backend);
    expect(new Set(rowsOf({}, [[3, 3, 3, 3]])[0])).toEqual(new Set([144]));
    expect(rowsOf({ hash: 'pairwise' }, [[3, 3, 3, 3]])).toEqual([[144, 762, 380, 998, 616, 234]]);
  });

  it('numbers the combinations of all pairs one after another', async () => {
    await useBackend(backend);
    const numbered = { hash: 'numbered', cardinalities: [3, 4, 5] } as const;
    // 3 · 4 combinations of the first pair, 3 · 5 of the second, 4 · 5 of the third
    const codes = [
      [0, 0, 0],
      [2, 3, 4],
      [1, 2, 3],
    ];
    expect(rowsOf(numbered, codes)).toEqual([
      [0, 12, 27],
      [11, 26, 46],
      [1 * 4 + 2, 12 + 1 * 5 + 3, 27 + 2 * 5 + 3],
    ]);
    expect(rowsOf({ ...numbered, hashSize: 10, pairs: [[2, 0]] }, codes)).toEqual([
      [0],
      [14 % 10],
      [10 % 10],
    ]);
  });

  it('numbers as unbounded integers would, where it numbers at all', async () => {
    await useBackend(backend);
    const cardinalities = [70_000, 60_000];
    const layer = { hash: 'numbered', cardinalities, hashSize: 30_000 } as const;
    expect(rowsOf(layer, [[69_999, 59_999]])).toEqual([[(69_999 * 60_000 + 59_999) % 30_000]]);
    const large = { ...layer, cardinalities: [46_000, 46_337], hashSize: 46_336 };
    expect(rowsOf(large, [[45_999, 46_336]])).toEqual([[(45_999 * 46_337 + 46_336) % 46_336]]);
  });

  it('gives nothing for fewer than two columns', async () => {
    await useBackend(backend);
    tidy(() => {
      const layer = categoryInteractionHash({ outputDim: 4 });
      expect((layer.apply(tensor([[1], [2]], [2, 1], 'int32')) as Tensor).shape).toEqual([2, 0, 4]);
      expect(layer.weights).toEqual([]);
    });
  });
});

runLayerTest('categoryInteractionHash with a penalty', {
  create: () =>
    categoryInteractionHash({ outputDim: 2, embeddingsInitializer: 'ones', embeddingsRegularizer: 'l2' }),
  inputs,
});

describe('categoryInteractionHash', () => {
  it('penalises and constrains its table as asked', async () => {
    await useBackend('cpu');
    tidy(() => {
      const original = categoryInteractionHash({
        hashSize: 5,
        outputDim: 1,
        embeddingsInitializer: 'ones',
        embeddingsRegularizer: regularizers.l1({ l1: 1 }),
        embeddingsConstraint: 'nonNeg',
      });
      const copy = new CategoryInteractionHash(JSON.parse(JSON.stringify(original.getConfig())));
      for (const layer of [original, copy]) {
        layer.build([null, 2]);
        expectTensorsClose(layer.calculateLosses()[0]!, [5]);
        layer.setWeights([tensor([[-1], [2], [-3], [4], [0]])]);
        expectTensorsClose(layer.getWeights()[0]!, [0, 2, 0, 4, 0]);
      }
    });
  });

  it('says what is wrong with its arguments', () => {
    const make = (args: Partial<CategoryInteractionHashArgs>) => () =>
      categoryInteractionHash({ outputDim: 2, ...args });
    expect(make({ hashSize: 2.5 })).toThrow('hashSize must be a positive integer; received 2.5');
    expect(make({ hashSize: 2 ** 31 })).toThrow('hashSize must be at most 43826196; received 2147483648');
    expect(make({ hash: 'numbered' })).toThrow('cardinalities must go with hash numbered; received none');
    expect(make({ cardinalities: [2, 3] })).toThrow(
      'cardinalities must go with hash numbered; received some with hash linear',
    );
    expect(() => make({ hash: 'numbered', cardinalities: [2, 3] })().build([null, 3])).toThrow(
      'categoryInteractionHash has 2 cardinalities; received shape [, 3]',
    );
    const many = { hash: 'numbered', cardinalities: [70_000, 60_000] } as const;
    expect(() => make({ ...many, hashSize: 70_000 })().build([null, 2])).toThrow(
      'pairs[0] of 70000 and 60000 categories has too many combinations to be numbered in a table of hashSize 70000; ' +
        'a hashSize of at most 30677 will do',
    );
    expect(() => make({ ...many, hashSize: 30_677 })().build([null, 2])).not.toThrow();
    expect(make({ pairs: [[1, 1]] })).toThrow(
      'pairs[0] must be two different column positions; received [1, 1]',
    );
    expect(() => make({ pairs: [[0, 3]] })().build([null, 3])).toThrow(
      'pairs[0] must lie within the 3 columns; received [0, 3]',
    );
  });
});

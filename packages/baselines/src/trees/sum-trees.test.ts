import { createRandom, type Random } from '@heph/data';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FeatureMatrix } from './feature-matrix';
import { addTree, sumTrees } from './sum-trees';
import { LEAF, type Tree } from './tree';

const numFeatures = 3;

/** A tree whose every split is drawn; the thresholds are values that rows have, and none below or above all. */
function drawTree(random: Random, numSplits: number): Tree {
  const numNodes = 2 * numSplits + 1;
  const tree = {
    feature: new Int32Array(numNodes).fill(LEAF),
    threshold: new Float32Array(numNodes),
    defaultLeft: new Uint8Array(numNodes),
    left: new Int32Array(numNodes).fill(LEAF),
    value: Float32Array.from({ length: numNodes }, () => random.normal()),
    cover: new Float32Array(numNodes),
    gain: new Float32Array(numNodes),
  };
  for (let split = 0; split < numSplits; split++) {
    // Any leaf so far may be the next to be split.
    const leaves = [...tree.left.subarray(0, 2 * split + 1).keys()].filter(node => tree.left[node] === LEAF);
    const node = leaves[random.integer(leaves.length)]!;
    tree.feature[node] = random.integer(numFeatures);
    tree.threshold[node] = [-Infinity, Infinity, 0, 1, 2, 3][random.integer(6)]!;
    tree.defaultLeft[node] = random.integer(2);
    tree.left[node] = 2 * split + 1;
  }
  return tree;
}

function drawMatrix(random: Random, numRows: number, missing: number): FeatureMatrix {
  const values = Float32Array.from({ length: numRows * numFeatures }, () =>
    random.uniform() < missing ? NaN : random.integer(5) - 0.5 * random.integer(2),
  );
  return { values, numRows, numFeatures };
}

describe('sumTrees', () => {
  const webAssembly = globalThis.WebAssembly;
  afterEach(() => {
    globalThis.WebAssembly = webAssembly;
  });

  describe.each([
    ['with WebAssembly', webAssembly],
    ['without', undefined],
  ])('%s', (_name, available) => {
    // Fewer rows than are worth it, a number that no power of two divides, and more than are done at a time.
    it.each([
      [5, 0],
      [5, 0.2],
      [1003, 0],
      [1003, 0.2],
      [16500, 0.2],
    ])(
      'adds what each tree says of %i rows, of which %d of the values are missing',
      async (numRows, missing) => {
        globalThis.WebAssembly = available as typeof WebAssembly;
        const random = createRandom(numRows);
        const matrix = drawMatrix(random, numRows, missing);
        const trees = Array.from({ length: 40 }, (_, i) => drawTree(random, i % 20));
        const sums = new Float32Array(numRows).fill(0.25);
        const expected = sums.slice();
        for (const tree of trees) addTree(tree, matrix, expected);
        await sumTrees([trees], matrix, [sums]);
        expect(sums).toEqual(expected);
      },
    );
  });

  it('keeps outputs apart, whether they share the structure of their trees or not', async () => {
    const random = createRandom(9);
    const matrix = drawMatrix(random, 1000, 0.1);
    const first = Array.from({ length: 30 }, () => drawTree(random, 12));
    const shared = first.map(tree => ({ ...tree, value: tree.value.map(value => 2 * value) }));
    const other = Array.from({ length: 20 }, () => drawTree(random, 12));
    const outputs = [first, shared, other];
    const sums = outputs.map(() => new Float64Array(1000));
    await sumTrees(outputs, matrix, sums);
    outputs.forEach((trees, output) => {
      const expected = new Float64Array(1000);
      for (const tree of trees) addTree(tree, matrix, expected);
      expect(sums[output]).toEqual(expected);
    });
  });
});

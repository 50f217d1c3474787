import { createRandom, type Random } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import type { FeatureMatrix } from '../trees/feature-matrix';
import { LEAF, type Tree } from '../trees/tree';
import { averageOfTrees, sumOfTrees, type Ensemble } from './ensemble';
import type { ExplainedRows } from './explained-rows';
import { mostGroupedRows } from './row-groups';
import { explainInteractions } from './shap-interactions';
import { explainRows } from './shap-values';

const numFeatures = 4;

/** A tree of random questions; features come up more than once on a path. */
function randomTree(random: Random, depth: number): Tree {
  const nodes = [{ feature: LEAF, threshold: 0, defaultLeft: 0, left: -1, value: 0, cover: 100, depth: 0 }];
  for (const node of nodes) {
    node.value = random.normal();
    if (node.depth === depth || (node.depth > 1 && random.uniform() < 0.2)) continue;
    Object.assign(node, {
      feature: random.integer(numFeatures),
      threshold: random.normal(),
      defaultLeft: random.integer(2),
      left: nodes.length,
    });
    const cover = node.cover * (0.1 + 0.8 * random.uniform());
    for (const share of [cover, node.cover - cover])
      nodes.push({ ...node, feature: LEAF, left: -1, cover: share, depth: node.depth + 1 });
  }
  return {
    feature: Int32Array.from(nodes, node => node.feature),
    threshold: Float32Array.from(nodes, node => node.threshold),
    defaultLeft: Uint8Array.from(nodes, node => node.defaultLeft),
    left: Int32Array.from(nodes, node => node.left),
    value: Float32Array.from(nodes, node => node.value),
    cover: Float32Array.from(nodes, node => node.cover),
    gain: new Float32Array(nodes.length),
  };
}

function randomRows(random: Random, numRows: number): FeatureMatrix {
  const draw = () => (random.uniform() < 0.2 ? NaN : random.normal());
  return { values: Float32Array.from({ length: numRows * numFeatures }, draw), numRows, numFeatures };
}

/** What a tree predicts where only the features in `known` (a bit mask) are: EXPVALUE of Lundberg et al. 2018. */
function worth(tree: Tree, row: Float32Array, known: number, node = 0): number {
  const { feature, threshold, defaultLeft, left, value, cover } = tree;
  const asked = feature[node]!;
  if (asked === LEAF) return value[node]!;
  const child = left[node]!;
  const x = row[asked]!;
  if (known & (1 << asked)) {
    const goesLeft = Number.isNaN(x) ? defaultLeft[node] === 1 : x < threshold[node]!;
    return worth(tree, row, known, goesLeft ? child : child + 1);
  }
  const both = cover[child]! + cover[child + 1]!;
  const sides = [child, child + 1].map(side => cover[side]! * worth(tree, row, known, side));
  return (sides[0]! + sides[1]!) / both;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const sizeOf = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + sizeOf(mask >> 1));
const subsetsWithout = (mask: number) =>
  Array.from({ length: 2 ** numFeatures }, (_, subset) => subset).filter(subset => (subset & mask) === 0);

/** The definition: the average of what a feature adds, over all orders in which features become known. */
function shapley(tree: Tree, row: Float32Array, i: number): number {
  return subsetsWithout(1 << i).reduce((sum, subset) => {
    const size = sizeOf(subset);
    const weight = (factorial(size) * factorial(numFeatures - size - 1)) / factorial(numFeatures);
    return sum + weight * (worth(tree, row, subset | (1 << i)) - worth(tree, row, subset));
  }, 0);
}

function halfInteraction(tree: Tree, row: Float32Array, i: number, j: number): number {
  const [one, other] = [1 << i, 1 << j];
  return subsetsWithout(one | other).reduce((sum, subset) => {
    const size = sizeOf(subset);
    const weight = (factorial(size) * factorial(numFeatures - size - 2)) / (2 * factorial(numFeatures - 1));
    const at = (mask: number) => worth(tree, row, subset | mask);
    return sum + weight * (at(one | other) - at(one) - at(other) + at(0));
  }, 0);
}

const random = createRandom(1);
const trees = Array.from({ length: 6 }, (_, i) => randomTree(random, 1 + i));
const everything = 2 ** numFeatures - 1;

/** The rows of a matrix. */
const rowsOf = ({ values, numRows }: FeatureMatrix) =>
  Array.from({ length: numRows }, (_, row) => values.slice(row * numFeatures, (row + 1) * numFeatures));

/** For each output, the sum over its trees; `of` says what a tree adds. */
function overTrees({ trees: ofEnsemble, bases, scale }: Ensemble, of: (tree: Tree) => number): number[] {
  const sums = bases.map(() => 0);
  for (const { tree, outputs, values } of ofEnsemble)
    outputs.forEach((output, i) => (sums[output]! += scale * of({ ...tree, value: values[i]! })));
  return sums;
}

/** Rows with exact predictions, so that nothing is rounded. */
function exactly(ensemble: Ensemble, matrix: FeatureMatrix): ExplainedRows {
  const sums = rowsOf(matrix).map(row => overTrees(ensemble, tree => worth(tree, row, everything)));
  const predictions = ensemble.bases.map((base, output) => sums.map(ofRow => base + ofRow[output]!));
  return { ensemble, matrix, featureNames: ['a', 'b', 'c', 'd'], predictions };
}

const negated = trees.map(tree => ({ ...tree, value: tree.value.map(value => -2 * value) }));
const ensembles: [string, Ensemble][] = [
  ['one output', sumOfTrees([trees], 2)],
  ['outputs with trees of their own', sumOfTrees([trees.slice(0, 3), trees.slice(3)], 0.5)],
  ['outputs that share the structure of their trees', averageOfTrees([trees, negated], 1)],
];
const matrices: [string, FeatureMatrix][] = [
  ['one row', randomRows(random, 1)],
  ['few rows', randomRows(random, 8)],
  ['many rows', randomRows(random, 120)],
];

describe.each(ensembles)('SHAP values of %s', (_, ensemble) => {
  it.each(matrices)('are those of the definition, for %s', async (__, matrix) => {
    const explained = await explainRows(exactly(ensemble, matrix));
    rowsOf(matrix).forEach((row, r) => {
      for (let i = 0; i < numFeatures; i++)
        overTrees(ensemble, tree => shapley(tree, row, i)).forEach((truth, output) =>
          expect(explained[output]!.values[r * numFeatures + i]).toBeCloseTo(truth, 12),
        );
    });
    const nothing = overTrees(ensemble, tree => worth(tree, new Float32Array(numFeatures), 0));
    nothing.forEach((sum, output) =>
      expect(explained[output]!.expectedValue).toBeCloseTo(ensemble.bases[output]! + sum, 12),
    );
  });

  it.each(matrices)('of pairs are those of the definition, for %s', async (__, matrix) => {
    const rows = exactly(ensemble, matrix);
    const explained = await explainInteractions(rows);
    const single = await explainRows(rows);
    rowsOf(matrix).forEach((row, r) => {
      for (let i = 0; i < numFeatures; i++) {
        const start = (r * numFeatures + i) * numFeatures;
        explained.forEach(({ values, expectedValue }, output) => {
          const line = values.subarray(start, start + numFeatures);
          const { values: alone, expectedValue: expected } = single[output]!;
          expect(line.reduce((sum, value) => sum + value)).toBeCloseTo(alone[r * numFeatures + i]!, 12);
          expect(expectedValue).toBe(expected);
        });
        for (let j = 0; j < numFeatures; j++)
          if (i !== j)
            overTrees(ensemble, tree => halfInteraction(tree, row, i, j)).forEach((truth, output) =>
              expect(explained[output]!.values[start + j]).toBeCloseTo(truth, 12),
            );
      }
    });
  });
});

describe('SHAP values', () => {
  it('stay finite where a tree tells of nodes that no row reached', async () => {
    const bare = { ...trees[3]!, cover: new Float32Array(trees[3]!.cover.length) };
    const matrix = randomRows(random, 40);
    const [explained] = await explainRows(exactly(sumOfTrees([[bare]], 0), matrix));
    expect(explained!.values.every(Number.isFinite)).toBe(true);
    expect(explained!.values.some(value => Math.abs(value) > 0.1)).toBe(true);
  });

  it('give nothing to a side that no training row went to, but for rows that go there', async () => {
    const matrix = { values: Float32Array.of(-1, 0, 0, 0, 1, 0, 0, 0), numRows: 2, numFeatures };
    const stump: Tree = {
      ...trees[0]!,
      feature: Int32Array.of(0, LEAF, LEAF),
      threshold: Float32Array.of(0, 0, 0),
      defaultLeft: Uint8Array.of(0, 0, 0),
      left: Int32Array.of(1, LEAF, LEAF),
      value: Float32Array.of(0, 5, 7),
      cover: Float32Array.of(10, 10, 0),
    };
    const [explained] = await explainRows(exactly(sumOfTrees([[stump]], 0), matrix));
    expect(explained!.expectedValue).toBe(5);
    expect([...explained!.values]).toEqual([0, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('are the same for more rows than are grouped at a time as for each part of them', async () => {
    const numRows = mostGroupedRows + 5;
    const matrix = randomRows(random, numRows);
    const ensemble = sumOfTrees([[trees[5]!]], 0);
    const [all] = await explainRows(exactly(ensemble, matrix));
    const values = matrix.values.slice(mostGroupedRows * numFeatures);
    const [last] = await explainRows(exactly(ensemble, { values, numRows: 5, numFeatures }));
    all!.values
      .subarray(mostGroupedRows * numFeatures)
      .forEach((value, i) => expect(value).toBeCloseTo(last!.values[i]!, 12));
  });

  it('share what rounding takes from a prediction among the features asked about', async () => {
    const stump = randomTree(createRandom(4), 1);
    const asked = stump.feature[0]!;
    const exact = exactly(sumOfTrees([[stump]], 0), randomRows(random, 3));
    const rounded = { ...exact, predictions: [exact.predictions[0]!].map(p => Array.from(p, v => v + 1e-3)) };
    const [before] = await explainRows(exact);
    const [after] = await explainRows(rounded);
    const [pairs] = await explainInteractions(rounded);
    after!.values.forEach((value, i) =>
      expect(value - before!.values[i]!).toBeCloseTo(i % numFeatures === asked ? 1e-3 : 0, 12),
    );
    for (let row = 0; row < 3; row++)
      expect(pairs!.values[row * numFeatures ** 2 + asked * (numFeatures + 1)]).toBeCloseTo(
        after!.values[row * numFeatures + asked]!,
        12,
      );
  });
});

describe('a path with more features than rows are grouped by', () => {
  /** Asks each of 40 features in turn; the first one that is not below 0.8 ends the path. */
  const length = 40;
  const chain: Tree = {
    feature: Int32Array.from({ length: 2 * length + 1 }, (_, n) =>
      n % 2 === 0 && n < 2 * length ? n / 2 : LEAF,
    ),
    threshold: new Float32Array(2 * length + 1).fill(0.8),
    defaultLeft: new Uint8Array(2 * length + 1),
    left: Int32Array.from({ length: 2 * length + 1 }, (_, n) =>
      n % 2 === 0 && n < 2 * length ? n + 1 : LEAF,
    ),
    value: Float32Array.from({ length: 2 * length + 1 }, () => random.normal()),
    cover: Float32Array.from({ length: 2 * length + 1 }, (_, n) => 0.9 ** Math.ceil(n / 2)),
    gain: new Float32Array(2 * length + 1),
  };

  it('is walked row by row below them, with the same values as for one row alone', async () => {
    const numRows = 50;
    // Rows differ late on the path, and so are few groups where it has become too long.
    const values = Float32Array.from({ length: numRows * length }, (_, i) =>
      i % length < 32 || random.uniform() < 0.8 ? 0.9 : 0.7,
    );
    const featureNames = Array.from({ length }, (_, i) => `x${i}`);
    const ensemble = sumOfTrees([[chain]], 0);
    const explain = async (rows: Float32Array, count: number) => {
      const matrix = { values: rows, numRows: count, numFeatures: length };
      const predictions = Array.from({ length: count }, (_, row) => {
        const first = rows.subarray(row * length, (row + 1) * length).findIndex(x => x < 0.8);
        return chain.value[first < 0 ? 2 * length : 2 * first + 1]!;
      });
      return (await explainRows({ ensemble, matrix, featureNames, predictions: [predictions] }))[0]!;
    };
    const together = await explain(values, numRows);
    for (let row = 0; row < numRows; row++) {
      const alone = await explain(values.slice(row * length, (row + 1) * length), 1);
      alone.values.forEach((value, i) => expect(together.values[row * length + i]).toBeCloseTo(value, 12));
    }
  });
});

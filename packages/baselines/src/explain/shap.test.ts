import { createRandom, type Random, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantTable } from '../../test/tables';
import { RandomForestRegressor } from '../random-forest-regressor';
import type { FeatureMatrix } from '../trees/feature-matrix';
import { LEAF, type Tree } from '../trees/tree';
import { XGBoostRegressor } from '../xgboost-regressor';
import { expectedValue } from './expected-value';
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
const ensemble = { trees, base: 2, scale: 0.5 };
const matrix = randomRows(random, 8);
const featureNames = ['a', 'b', 'c', 'd'];
const rows = Array.from({ length: matrix.numRows }, (_, row) =>
  matrix.values.slice(row * numFeatures, (row + 1) * numFeatures),
);
const overTrees = (of: (tree: Tree) => number) => 0.5 * trees.reduce((sum, tree) => sum + of(tree), 0);

describe('SHAP values', () => {
  it('are those of the definition, missing values and repeated features included', async () => {
    const { values, expectedValue: expected } = await explainRows({ ensemble, matrix, featureNames });
    rows.forEach((row, r) => {
      for (let i = 0; i < numFeatures; i++)
        expect(values[r * numFeatures + i]).toBeCloseTo(
          overTrees(tree => shapley(tree, row, i)),
          12,
        );
    });
    expect(expected).toBeCloseTo(2 + overTrees(tree => worth(tree, rows[0]!, 0)), 12);
    expect(expectedValue(ensemble)).toBe(expected);
  });

  it('stay finite where a tree tells of nodes that no row reached', async () => {
    const bare = { ...trees[3]!, cover: new Float32Array(trees[3]!.cover.length) };
    const one = { trees: [bare], base: 0, scale: 1 };
    const { values, expectedValue: expected } = await explainRows({ ensemble: one, matrix, featureNames });
    rows.forEach((row, r) => {
      const sum = values.subarray(r * numFeatures, (r + 1) * numFeatures).reduce((a, b) => a + b);
      expect(sum + expected).toBeCloseTo(worth(bare, row, 2 ** numFeatures - 1), 12);
    });
  });
});

describe('SHAP interaction values', () => {
  it('are those of the definition, and each line sums to the SHAP value', async () => {
    const { values } = await explainInteractions({ ensemble, matrix, featureNames });
    const single = await explainRows({ ensemble, matrix, featureNames });
    rows.forEach((row, r) => {
      for (let i = 0; i < numFeatures; i++) {
        const start = (r * numFeatures + i) * numFeatures;
        const line = values.subarray(start, start + numFeatures);
        expect(line.reduce((sum, value) => sum + value)).toBeCloseTo(single.values[r * numFeatures + i]!, 12);
        for (let j = 0; j < numFeatures; j++)
          if (i !== j)
            expect(line[j]).toBeCloseTo(
              overTrees(tree => halfInteraction(tree, row, i, j)),
              12,
            );
      }
    });
  });
});

describe.each([
  ['RandomForestRegressor', () => new RandomForestRegressor({ nEstimators: 10 })],
  ['XGBoostRegressor', () => new XGBoostRegressor({ nEstimators: 30 })],
])('%s', (_, create) => {
  const train = plantTable(400, 1);
  const test = plantTable(40, 2);

  it('explains each prediction completely', async () => {
    const model = await create().fit(train, { target: 'y' });
    const predictions = await model.predict(test);
    const { values, featureNames: names, expectedValue: expected } = await model.shapValues(test);
    expect(names).toEqual(['power', 'wind', 'noise', 'site']);
    const pairs = await model.shapInteractionValues(test);
    expect(pairs.expectedValue).toBe(expected);
    predictions.forEach((prediction, row) => {
      const sum = values.subarray(4 * row, 4 * (row + 1)).reduce((a, b) => a + b);
      expect(Math.abs(sum + expected - prediction)).toBeLessThan(1e-6 * Math.max(1, Math.abs(prediction)));
      const sumOfPairs = pairs.values.subarray(16 * row, 16 * (row + 1)).reduce((a, b) => a + b);
      expect(sumOfPairs).toBeCloseTo(sum, 9);
    });
    const strength = (i: number, j: number) =>
      predictions.reduce((sum, __, row) => sum + Math.abs(pairs.values[16 * row + 4 * i + j]!), 0);
    expect(strength(1, 3)).toBeGreaterThan(2 * strength(0, 2));
  });

  it('ranks features by gain and by splits', async () => {
    const model = await create().fit(train, { target: 'y' });
    for (const kind of ['gain', 'totalGain', 'splits'] as const) {
      const found = model.importancesBy(kind);
      expect(found.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
      expect(found).toHaveLength(4);
    }
    expect(model.importancesBy('totalGain')[0]!.feature).toBe('power');
    expect(model.importancesBy('splits')).not.toEqual(model.importancesBy('totalGain'));
    expect(() => model.importancesBy('luck' as 'gain')).toThrow(
      "kind must be one of 'gain', 'totalGain', 'splits'; received 'luck'",
    );
  });

  it('needs a fit, and the features', async () => {
    await expect(create().shapValues(test)).rejects.toMatchObject({ code: 'not-fitted' });
    await expect(create().shapInteractionValues(test)).rejects.toMatchObject({ code: 'not-fitted' });
    expect(() => create().importancesBy('gain')).toThrow(/not fitted yet/);
    const model = await create().fit(train, { target: 'y' });
    await expect(model.shapValues(Table.fromColumns({ power: [1] }))).rejects.toMatchObject({
      code: 'missing-column',
    });
  });
});

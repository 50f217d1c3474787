import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { columnsOf } from '../../test/columns-of';
import { binMatrix } from './binning';
import type { FeatureMatrix } from './feature-matrix';
import { FeatureSampler } from './feature-sampler';
import type { GrowthRules } from './growth-rules';
import { RankBinner } from './rank-binner';
import { SortedSubtrees } from './sorted-subtrees';
import { addTree } from './sum-trees';
import type { Tree } from './tree';
import { TreeGrower } from './tree-grower';

interface Sample {
  matrix: FeatureMatrix;
  target: Float64Array;
  weights: Float64Array;
}

const rules: GrowthRules = {
  maxDepth: 4,
  minSplitWeight: 0,
  minChildWeight: 3,
  enoughForCategory: 4,
  gainAbove: -Infinity,
  minGain: -Infinity,
  stopAtPureNodes: true,
  lambda: 0,
  learningRate: 1,
  singlePrecision: false,
};

/** Few distinct values, so that rows are often equal in a feature; `missing` of them are missing. */
function drawSample(numRows: number, missing: number, seed: number): Sample {
  const random = createRandom(seed);
  const numFeatures = 3;
  const values = Float32Array.from({ length: numRows * numFeatures }, () =>
    random.uniform() < missing ? NaN : random.integer(12) - 6,
  );
  const at = (row: number, feature: number) => values[row * numFeatures + feature]!;
  return {
    matrix: { values, numRows, numFeatures },
    target: Float64Array.from({ length: numRows }, (_, row) =>
      Number.isNaN(at(row, 0))
        ? 5 + random.normal()
        : at(row, 0) * (at(row, 1) > 0 ? 2 : -1) + random.normal(),
    ),
    weights: Float64Array.from({ length: numRows }, () => 1 + random.integer(3)),
  };
}

/** The matrix in bins, and its columns as they are. */
function binAndSplit(matrix: FeatureMatrix, weights: Float64Array) {
  const features = columnsOf(matrix);
  const bins = binMatrix(features, new RankBinner(weights, 256));
  const columns = Array.from({ length: matrix.numFeatures }, (_, feature) => features.column(feature));
  return { bins, columns };
}

function grow({ matrix, target, weights }: Sample, growth: GrowthRules, sortedRows: number): Tree {
  const { bins, columns } = binAndSplit(matrix, weights);
  const grower = new TreeGrower(
    bins,
    growth,
    sortedRows > 0 ? new SortedSubtrees(matrix, columns, growth, sortedRows) : undefined,
  );
  const training = {
    rows: Uint32Array.from(target.keys()),
    gradients: target.map((value, row) => -value * weights[row]!),
    hessians: weights,
  };
  return grower.grow(training, new FeatureSampler([0, 1, 2], 3));
}

function predict(tree: Tree, matrix: FeatureMatrix): number[] {
  const sums = new Float64Array(matrix.numRows);
  addTree(tree, matrix, sums);
  return [...sums];
}

/** The definition itself: at every node, try each value of each feature as threshold, missing values left and right. */
function growByDefinition({ matrix, target, weights }: Sample, growth: GrowthRules): number[] {
  const { values, numRows, numFeatures } = matrix;
  const total = (rows: number[], of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const weightOf = (rows: number[]) => total(rows, row => weights[row]!);
  const meanOf = (rows: number[]) => total(rows, row => weights[row]! * target[row]!) / weightOf(rows);
  const errorOf = (rows: number[]) => {
    const mean = meanOf(rows);
    return total(rows, row => weights[row]! * (target[row]! - mean) ** 2);
  };
  const predictions = new Array<number>(numRows).fill(NaN);
  const split = (rows: number[], depth: number): void => {
    let best = { error: Infinity, left: [] as number[], right: [] as number[] };
    for (let feature = 0; feature < numFeatures; feature++) {
      const at = (row: number) => values[row * numFeatures + feature]!;
      for (const threshold of [...new Set(rows.map(at)), Infinity])
        for (const missingLeft of [false, true]) {
          const goesLeft = (row: number) => at(row) < threshold || (missingLeft && Number.isNaN(at(row)));
          const left = rows.filter(goesLeft);
          const right = rows.filter(row => !goesLeft(row));
          if (Math.min(weightOf(left), weightOf(right)) < growth.minChildWeight) continue;
          const error = errorOf(left) + errorOf(right);
          if (error < best.error - 1e-9) best = { error, left, right };
        }
    }
    if (depth === growth.maxDepth || best.error === Infinity) {
      const mean = meanOf(rows);
      for (const row of rows) predictions[row] = mean;
      return;
    }
    split(best.left, depth + 1);
    split(best.right, depth + 1);
  };
  split([...target.keys()], 0);
  return predictions;
}

describe.each([
  ['without missing values', 0],
  ['with missing values', 0.3],
])('a tree grown %s', (_name, missing) => {
  it.each([1, 2, 3, 4])('from histograms or sorted lists is the one of the definition (sample %i)', seed => {
    const sample = drawSample(120, missing, seed);
    const expected = growByDefinition(sample, rules);
    // No node is sorted, small ones are, all are.
    for (const sortedRows of [0, 40, 1000]) {
      const predictions = predict(grow(sample, rules, sortedRows), sample.matrix);
      predictions.forEach((value, row) => expect(value).toBeCloseTo(expected[row]!, 4));
    }
  });

  it('to the end tells every row from those that differ', () => {
    const sample = drawSample(300, missing, 5);
    const rowKeys = Array.from({ length: 300 }, (_, row) =>
      sample.matrix.values.slice(row * 3, row * 3 + 3).join(),
    );
    const target = Float64Array.from(rowKeys, key => rowKeys.indexOf(key));
    const deep = { ...rules, maxDepth: Infinity, minChildWeight: 0.5 };
    for (const sortedRows of [0, 40, 1000])
      expect(predict(grow({ ...sample, target }, deep, sortedRows), sample.matrix)).toEqual([...target]);
  });
});

describe('TreeGrower', () => {
  it('keeps covers and gains: children share their parent, and gains add up to what the error fell by', () => {
    const sample = drawSample(200, 0.2, 6);
    for (const sortedRows of [0, 1000]) {
      const tree = grow(sample, rules, sortedRows);
      tree.feature.forEach((feature, node) => {
        if (feature < 0) return expect(tree.gain[node]).toBe(0);
        const left = tree.left[node]!;
        expect(tree.cover[left]! + tree.cover[left + 1]!).toBeCloseTo(tree.cover[node]!, 4);
      });
      const weightedError = (predictions: ArrayLike<number>) =>
        sample.target.reduce((sum, y, row) => sum + sample.weights[row]! * (y - predictions[row]!) ** 2, 0);
      const before = weightedError(new Float64Array(200).fill(tree.value[0]!));
      const after = weightedError(predict(tree, sample.matrix));
      const gains = tree.gain.reduce((sum, gain) => sum + gain, 0);
      expect(gains / (before - after)).toBeCloseTo(1, 4);
    }
  });

  it('splits where nothing is gained yet, as long as targets differ', () => {
    const matrix = { values: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), numRows: 4, numFeatures: 2 };
    const exclusiveOr = { matrix, target: Float64Array.of(0, 1, 1, 0), weights: new Float64Array(4).fill(1) };
    const { bins, columns } = binAndSplit(matrix, exclusiveOr.weights);
    const deep = { ...rules, minChildWeight: 0.5 };
    const grower = new TreeGrower(bins, deep, new SortedSubtrees(matrix, columns, deep, 512));
    const gradients = exclusiveOr.target.map(value => 0.5 - value);
    const training = { rows: Uint32Array.of(0, 1, 2, 3), gradients, hessians: exclusiveOr.weights };
    const tree = grower.grow(training, new FeatureSampler([0, 1], 2));
    expect(predict(tree, matrix)).toEqual([-0.5, 0.5, 0.5, -0.5]);
  });

  it('ends at nodes whose targets are equal', () => {
    const sample = drawSample(100, 0, 7);
    const target = Float64Array.from(sample.target, (_, row) =>
      sample.matrix.values[row * 3]! < 0 ? 0.1 : 0.7,
    );
    for (const sortedRows of [0, 1000])
      expect(grow({ ...sample, target }, rules, sortedRows).feature).toHaveLength(3);
  });
});

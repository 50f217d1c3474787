import { describe, expect, it } from '@jest/globals';
import { columnsOf } from '../../test/columns-of';
import { binMatrix } from './binning';
import { FeatureSampler } from './feature-sampler';
import { SketchBinner } from './sketch-binner';
import { addTree } from './sum-trees';
import { TreeGrower } from './tree-grower';

describe('LeafRows', () => {
  it('says of every row what walking the tree says', () => {
    const numRows = 300;
    const numFeatures = 3;
    const values = Float32Array.from({ length: numRows * numFeatures }, (_, i) =>
      i % 11 === 0 ? NaN : Math.sin(i * i),
    );
    const matrix = { values, numRows, numFeatures };
    const hessians = new Float64Array(numRows).fill(1);
    const gradients = Float64Array.from({ length: numRows }, (_, row) => Math.fround(Math.cos(row * 1.7)));
    const rules = {
      maxDepth: 5,
      minSplitWeight: 0,
      minChildWeight: 1,
      enoughForCategory: 4,
      gainAbove: 0,
      minGain: 0,
      stopAtPureNodes: false,
      lambda: 1,
      learningRate: 0.3,
      singlePrecision: true,
    };
    const bins = binMatrix(columnsOf(matrix), new SketchBinner(hessians, 20));
    const grower = new TreeGrower(bins, rules);
    // The second tree is smaller: what is known of the first one's rows must not count.
    for (const used of [numRows, 40]) {
      const rows = Uint32Array.from({ length: used }, (_, row) => row);
      const tree = grower.grow({ rows, gradients, hessians }, new FeatureSampler([0, 1, 2], 3));
      const expected = new Float32Array(used).fill(0.5);
      addTree(tree, matrix, expected, 0, used);
      const sums = new Float32Array(used).fill(0.5);
      grower.leafRows.addTree(tree, rows, sums);
      expect(tree.feature.length).toBeGreaterThan(4);
      expect(sums).toEqual(expected);
    }
  });
});

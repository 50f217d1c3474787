import { leastWeight, type RowWeights, weightedMean } from '@heph/estimator';
import { enoughForForests } from '../trees/category-rules';
import type { FeatureSampler } from '../trees/feature-sampler';
import type { GrowthRules } from '../trees/growth-rules';
import { SortedSubtrees } from '../trees/sorted-subtrees';
import type { TrainingRows } from '../trees/training-rows';
import type { Tree } from '../trees/tree';
import { TreeGrower } from '../trees/tree-grower';
import type { ForestJob, ForestTreeGrower } from './forest-job';
import type { ForestParameters } from './forest-parameters';

/** Nodes of at most so many rows are split exactly, by sorted lists: from here down these are faster than histograms. */
const sortedRows = 512;

/** Grows trees that tell how far each row's target is from the mean of all, by squared error. */
export class MeanTreeGrower implements ForestTreeGrower {
  private readonly grower: TreeGrower;
  private readonly mean: number;
  private readonly rows: Uint32Array;
  private readonly gradients: Float64Array;

  constructor(private readonly job: ForestJob) {
    const { target, weights, bins, columns, parameters } = job;
    const rules = growthRules(weights, parameters);
    this.grower = new TreeGrower(bins, rules, new SortedSubtrees(bins, columns, rules, sortedRows));
    this.mean = weightedMean(target, weights);
    this.rows = new Uint32Array(weights.length);
    this.gradients = new Float64Array(weights.length);
  }

  grow(weights: RowWeights, sampler: FeatureSampler): Tree[] {
    return [this.grower.grow(this.trainingRows(weights), sampler)];
  }

  /** Squared error's derivatives at the mean, of the rows that have a weight. */
  private trainingRows(weights: RowWeights): TrainingRows {
    const { rows, gradients, mean } = this;
    const { target } = this.job;
    let numRows = 0;
    for (let row = 0; row < weights.length; row++) {
      const weight = weights[row]!;
      if (weight === 0) continue;
      gradients[row] = weight * (mean - target[row]!);
      rows[numRows++] = row;
    }
    return { rows: rows.subarray(0, numRows), gradients, hessians: weights };
  }
}

function growthRules(weights: RowWeights, parameters: ForestParameters): GrowthRules {
  return {
    ...leafRules(weights, parameters),
    gainAbove: -Infinity,
    minGain: -Infinity,
    stopAtPureNodes: true,
    lambda: 0,
    enoughForCategory: enoughForForests,
    learningRate: 1,
    singlePrecision: false,
  };
}

/** How deep trees of a forest may be, and how small their nodes. */
export function leafRules(weights: RowWeights, parameters: ForestParameters) {
  const { maxDepth = Infinity, minSamplesLeaf, minSamplesSplit } = parameters;
  const smallest = leastWeight(weights);
  return {
    maxDepth,
    // Where one row is enough, whatever its weight: any side with a row has more than half the smallest weight,
    // an empty one has at most what rounding left in a histogram.
    minChildWeight: minSamplesLeaf > 1 ? minSamplesLeaf : smallest / 2,
    minSplitWeight: minSamplesSplit > 2 ? minSamplesSplit : 0,
  };
}

import { createRandom, type Random } from '@heph/data';
import type { Pacer } from '../estimator/pacer';
import { binMatrix } from '../trees/binning';
import type { FeatureMatrix } from '../trees/feature-matrix';
import { FeatureSampler } from '../trees/feature-sampler';
import type { GrowthRules } from '../trees/growth-rules';
import { sortFeatures, weightedRows } from '../trees/sort-features';
import { SortedSubtrees } from '../trees/sorted-subtrees';
import type { TrainingRows } from '../trees/training-rows';
import type { Tree } from '../trees/tree';
import { TreeGrower } from '../trees/tree-grower';
import { featuresPerSplit, type ForestParameters } from './forest-parameters';

/** Nodes of at most so many rows are split exactly, by sorted lists: from here down these are faster than histograms. */
const sortedRows = 512;

/** What the trees of a forest learn: how far each row's target is from the mean of all. */
export interface ForestRows {
  readonly matrix: FeatureMatrix;
  readonly target: ArrayLike<number>;
  readonly weights: Float64Array;
  readonly mean: number;
}

/** Grows a forest, tree by tree. Each tree has a random stream of its own, so that no tree depends on another. */
export async function growForest(
  rows: ForestRows,
  parameters: ForestParameters,
  pacer: Pacer,
): Promise<Tree[]> {
  const { matrix } = rows;
  const order = sortFeatures(matrix, rows.weights);
  const rules = growthRules(rows.weights, parameters);
  const grower = new TreeGrower(
    binMatrix(matrix, order, rows.weights, parameters.maxBins, 'midpoint'),
    rules,
    new SortedSubtrees(matrix, order, rules, sortedRows),
  );
  const draw = new RowSampler(rows);
  const features = Uint32Array.from({ length: matrix.numFeatures }, (_, feature) => feature);
  const perNode = featuresPerSplit(parameters.maxFeatures, matrix.numFeatures);

  const seeds = createRandom(parameters.seed);
  const trees: Tree[] = [];
  while (trees.length < parameters.nEstimators) {
    const random = createRandom(seeds.integer(2 ** 32));
    const training = parameters.bootstrap ? draw.bootstrap(random) : draw.all();
    trees.push(grower.grow(training, new FeatureSampler(features, perNode, random)));
    await pacer.step(trees.length);
  }
  return trees;
}

function growthRules(weights: Float64Array, parameters: ForestParameters): GrowthRules {
  const { maxDepth = Infinity, minSamplesLeaf, minSamplesSplit } = parameters;
  const smallest = weights.reduce(
    (least, weight) => (weight > 0 ? Math.min(least, weight) : least),
    Infinity,
  );
  return {
    maxDepth,
    // Where one row is enough, whatever its weight: any side with a row has more than half the smallest weight,
    // an empty one has at most what rounding left in a histogram.
    minChildWeight: minSamplesLeaf > 1 ? minSamplesLeaf : smallest / 2,
    minSplitWeight: minSamplesSplit > 2 ? minSamplesSplit : 0,
    gainAbove: -Infinity,
    minGain: -Infinity,
    stopAtPureNodes: true,
    lambda: 0,
    learningRate: 1,
    singlePrecision: false,
  };
}

/** Draws each tree's rows, in buffers that it reuses. */
class RowSampler {
  private readonly candidates: Uint32Array;
  private readonly rows: Uint32Array;
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;

  constructor(private readonly data: ForestRows) {
    const { weights } = data;
    this.candidates = weightedRows(weights);
    this.rows = new Uint32Array(this.candidates.length);
    this.gradients = new Float64Array(weights.length);
    this.hessians = new Float64Array(weights.length);
  }

  /** As many draws as there are rows, with replacement; a row drawn k times has k times its weight. */
  bootstrap(random: Random): TrainingRows {
    const { candidates, hessians } = this;
    const { weights } = this.data;
    hessians.fill(0);
    for (let draw = 0; draw < candidates.length; draw++) {
      const row = candidates[random.integer(candidates.length)]!;
      hessians[row]! += weights[row]!;
    }
    return this.collect();
  }

  all(): TrainingRows {
    this.hessians.set(this.data.weights);
    return this.collect();
  }

  /** Squared error's derivatives at the mean, of the rows that have a weight. */
  private collect(): TrainingRows {
    const { rows, gradients, hessians } = this;
    const { target, mean } = this.data;
    let numRows = 0;
    for (const row of this.candidates) {
      const weight = hessians[row]!;
      if (weight === 0) continue;
      gradients[row] = weight * (mean - target[row]!);
      rows[numRows++] = row;
    }
    return { rows: rows.subarray(0, numRows), gradients, hessians };
  }
}

import { createRandom, type Random } from '@heph/data';
import type { Pacer } from '../estimator/pacer';
import { binMatrix } from '../trees/binning';
import type { FeatureMatrix } from '../trees/feature-matrix';
import { FeatureSampler } from '../trees/feature-sampler';
import type { GrowthRules } from '../trees/growth-rules';
import { sortFeatures, weightedRows } from '../trees/sort-features';
import { addTree } from '../trees/sum-trees';
import type { Tree } from '../trees/tree';
import { TreeGrower } from '../trees/tree-grower';
import type { BoostingParameters } from './boosting-parameters';
import { sampleInOrder } from './sample-in-order';
import { squaredErrorDerivatives } from './squared-error';

/** XGBoost's kRtEps: what gains less is no gain. */
const leastGain = 1e-6;

/** Rows whose target is known. */
export interface LabelledRows {
  readonly matrix: FeatureMatrix;
  readonly target: Float32Array;
}

/** Rows to learn from. */
export interface TrainingSet extends LabelledRows {
  readonly weights: Float32Array;
}

/** What {@link boost} gives. */
export interface BoostingResult {
  readonly trees: Tree[];
  /** Root mean squared error on the validation rows after each round; empty without validation. */
  readonly validationErrors: number[];
}

/**
 * Gradient boosting (Friedman 2001) with second-order steps and histograms (Chen & Guestrin 2016), in XGBoost's
 * arithmetic: rows, predictions and leaves are float32, sums are double, gains are rounded to float32.
 */
export async function boost(
  training: TrainingSet,
  validation: LabelledRows | undefined,
  baseScore: number,
  parameters: BoostingParameters,
  pacer: Pacer,
): Promise<BoostingResult> {
  const { nEstimators, earlyStoppingRounds = Infinity } = parameters;
  const booster = new Booster(training, baseScore, parameters);
  const trees: Tree[] = [];
  const validationErrors: number[] = [];
  const predictions = new Float32Array(validation?.target.length ?? 0).fill(baseScore);
  let best = 0;
  while (trees.length < nEstimators) {
    const tree = booster.nextTree();
    trees.push(tree);
    if (validation) {
      addTree(tree, validation.matrix, predictions);
      validationErrors.push(rootMeanSquaredError(validation.target, predictions));
      if (validationErrors.at(-1)! < validationErrors[best]!) best = trees.length - 1;
      if (trees.length - 1 - best >= earlyStoppingRounds) break;
    }
    await pacer.step(trees.length);
  }
  const stopsEarly = earlyStoppingRounds < Infinity;
  return { trees: stopsEarly ? trees.slice(0, best + 1) : trees, validationErrors };
}

/** Grows one tree after another, each on what the ones before have left of the error. */
class Booster {
  private readonly grower: TreeGrower;
  private readonly random: Random;
  private readonly predictions: Float32Array;
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;
  private readonly rows: Uint32Array;
  private readonly features: Uint32Array;

  constructor(
    private readonly training: TrainingSet,
    baseScore: number,
    private readonly parameters: BoostingParameters,
  ) {
    const { matrix, weights } = training;
    const { numRows, numFeatures } = matrix;
    const bins = binMatrix(matrix, sortFeatures(matrix, weights), weights, parameters.maxBin, 'value');
    this.grower = new TreeGrower(bins, growthRules(weights, parameters));
    this.random = createRandom(parameters.seed);
    this.predictions = new Float32Array(numRows).fill(baseScore);
    this.gradients = new Float64Array(numRows);
    this.hessians = new Float64Array(numRows);
    this.rows = weightedRows(weights);
    this.features = Uint32Array.from({ length: numFeatures }, (_, feature) => feature);
  }

  nextTree(): Tree {
    const { training, predictions, gradients, hessians } = this;
    squaredErrorDerivatives(predictions, training.target, training.weights, gradients, hessians);
    const { subsample, colsampleByTree } = this.parameters;
    const rows = this.draw(this.rows, subsample);
    const features = this.draw(this.features, colsampleByTree);
    const tree = this.grower.grow(
      { rows, gradients, hessians },
      new FeatureSampler(features, features.length),
    );
    addTree(tree, training.matrix, predictions);
    return tree;
  }

  /** A share of the items, at least one; a copy, since growing a tree reorders its rows. */
  private draw(items: Uint32Array, share: number): Uint32Array {
    if (share === 1) return items.slice();
    return sampleInOrder(items, Math.max(1, Math.floor(share * items.length)), this.random);
  }
}

function growthRules(weights: Float32Array, parameters: BoostingParameters): GrowthRules {
  const smallest = weights.reduce(
    (least, weight) => (weight > 0 ? Math.min(least, weight) : least),
    Infinity,
  );
  return {
    maxDepth: parameters.maxDepth,
    minSplitWeight: 0,
    // Any side with a row has more than half the smallest weight, an empty one what rounding left in a histogram.
    minChildWeight: Math.max(Math.fround(parameters.minChildWeight), smallest / 2),
    gainAbove: leastGain,
    minGain: Math.fround(parameters.gamma),
    stopAtPureNodes: false,
    lambda: Math.fround(parameters.lambda),
    learningRate: Math.fround(parameters.learningRate),
    singlePrecision: true,
  };
}

function rootMeanSquaredError(target: Float32Array, predictions: Float32Array): number {
  let sum = 0;
  for (let row = 0; row < target.length; row++) sum += (predictions[row]! - target[row]!) ** 2;
  return Math.sqrt(sum / target.length);
}

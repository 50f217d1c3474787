import { createRandom, type Random } from '@heph/data';
import { leastWeight, type Progress } from '@heph/estimator';
import { binMatrix } from '../trees/binning';
import { enoughForBoosting } from '../trees/category-rules';
import type { FeatureColumns } from '../trees/feature-columns';
import { matrixOf, type FeatureMatrix } from '../trees/feature-matrix';
import { FeatureSampler } from '../trees/feature-sampler';
import type { GrowthRules } from '../trees/growth-rules';
import { SketchBinner } from '../trees/sketch-binner';
import { weightedRows } from '../trees/sort-features';
import { addTree } from '../trees/sum-trees';
import type { Tree } from '../trees/tree';
import { TreeGrower } from '../trees/tree-grower';
import type { BoostingParameters } from './boosting-parameters';
import type { Objective } from './objective';
import { sampleInOrder } from './sample-in-order';

/** XGBoost's kRtEps: what gains less is no gain. */
const leastGain = 1e-6;

/** Rows to measure the error on. */
export interface LabelledRows {
  readonly matrix: FeatureMatrix;
  readonly target: Float32Array;
}

/** Rows to learn from. */
export interface TrainingSet {
  readonly columns: FeatureColumns;
  readonly target: Float32Array;
  readonly weights: Float32Array;
}

/** What {@link boost} gives. */
export interface BoostingResult {
  /** For each output, one tree a round. */
  readonly trees: Tree[][];
  /** The objective's error on the validation rows after each round; empty without validation. */
  readonly validationErrors: number[];
}

/**
 * Gradient boosting (Friedman 2001) with second-order steps and histograms (Chen & Guestrin 2016), in XGBoost's
 * arithmetic: rows, predictions and leaves are float32, sums are double, gains are rounded to float32.
 */
export async function boost(
  training: TrainingSet,
  validation: LabelledRows | undefined,
  objective: Objective,
  baseScore: number,
  parameters: BoostingParameters,
  progress: Progress,
): Promise<BoostingResult> {
  const { nEstimators, earlyStoppingRounds = Infinity } = parameters;
  const margin = objective.toMargin(baseScore);
  const booster = new Booster(training, objective, margin, parameters);
  const rounds: Tree[][] = [];
  const validationErrors: number[] = [];
  const margins = startingMargins(objective.numOutputs, validation?.target.length ?? 0, margin);
  let best = 0;
  while (rounds.length < nEstimators) {
    const trees = booster.nextRound();
    rounds.push(trees);
    if (validation) {
      trees.forEach((tree, output) => addTree(tree, validation.matrix, margins[output]!));
      validationErrors.push(objective.error(margins, validation.target));
      if (validationErrors.at(-1)! < validationErrors[best]!) best = rounds.length - 1;
      if (rounds.length - 1 - best >= earlyStoppingRounds) break;
    }
    await progress.step(rounds.length);
  }
  const kept = earlyStoppingRounds < Infinity ? rounds.slice(0, best + 1) : rounds;
  return { trees: margins.map((_, output) => kept.map(round => round[output]!)), validationErrors };
}

/** Each output's margins of so many rows before the first tree. */
export function startingMargins(numOutputs: number, numRows: number, margin: number): Float32Array[] {
  return Array.from({ length: numOutputs }, () => new Float32Array(numRows).fill(margin));
}

/** Grows one tree for each output a round, on what the rounds before have left of the error. */
class Booster {
  private readonly grower: TreeGrower;
  private readonly random: Random;
  private readonly margins: Float32Array[];
  private readonly gradients: Float32Array[];
  private readonly hessians: Float32Array[];
  private readonly rows: Uint32Array;
  private readonly features: Uint32Array;
  private readonly matrix: FeatureMatrix | undefined;

  constructor(
    private readonly training: TrainingSet,
    private readonly objective: Objective,
    margin: number,
    private readonly parameters: BoostingParameters,
  ) {
    const { columns, weights } = training;
    const { numRows, numFeatures } = columns;
    // Only rows that a tree has not learnt from have to ask its questions.
    if (parameters.subsample < 1) this.matrix = matrixOf(columns);
    this.random = createRandom(parameters.seed);
    this.margins = startingMargins(objective.numOutputs, numRows, margin);
    this.gradients = this.margins.map(() => new Float32Array(numRows));
    this.hessians = objective.hessiansAreWeights
      ? [weights]
      : this.margins.map(() => new Float32Array(numRows));
    this.rows = weightedRows(weights);
    const bins = binMatrix(columns, new SketchBinner(weights, parameters.maxBin), true);
    this.grower = new TreeGrower(bins, growthRules(weights, objective, parameters));
    this.features = Uint32Array.from({ length: numFeatures }, (_, feature) => feature);
  }

  nextRound(): Tree[] {
    const { training, margins, gradients, hessians } = this;
    this.objective.derivatives(margins, training.target, training.weights, gradients, hessians);
    return margins.map((ofOutput, output) => this.growTree(gradients[output]!, hessians[output]!, ofOutput));
  }

  private growTree(gradients: Float32Array, hessians: Float32Array, margins: Float32Array): Tree {
    const rows = this.drawRows();
    const features = this.draw(this.features, this.parameters.colsampleByTree);
    const sampler = new FeatureSampler(features, features.length);
    const tree = this.grower.grow({ rows, gradients, hessians }, sampler);
    // Rows without a weight are in no tree, and their margins count for nothing.
    if (this.matrix) addTree(tree, this.matrix, margins);
    else this.grower.leafRows.addTree(tree, rows, margins);
    return tree;
  }

  /** The last tree left its rows in another order, and sums depend on it. */
  private drawRows(): Uint32Array {
    const { subsample } = this.parameters;
    return subsample === 1 ? weightedRows(this.training.weights, this.rows) : this.draw(this.rows, subsample);
  }

  /** A share of the items, at least one. */
  private draw(items: Uint32Array, share: number): Uint32Array {
    if (share === 1) return items;
    return sampleInOrder(items, Math.max(1, Math.floor(share * items.length)), this.random);
  }
}

function growthRules(
  weights: Float32Array,
  { leastHessian }: Objective,
  parameters: BoostingParameters,
): GrowthRules {
  return {
    maxDepth: parameters.maxDepth,
    minSplitWeight: 0,
    enoughForCategory: enoughForBoosting,
    // Any side with a row has more than half the least hessian, an empty one what rounding left in a histogram.
    minChildWeight: Math.max(
      Math.fround(parameters.minChildWeight),
      (leastWeight(weights) * leastHessian) / 2,
    ),
    gainAbove: leastGain,
    minGain: Math.fround(parameters.gamma),
    stopAtPureNodes: false,
    lambda: Math.fround(parameters.lambda),
    learningRate: Math.fround(parameters.learningRate),
    singlePrecision: true,
  };
}

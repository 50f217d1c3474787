import { XGBoostClassifier, XGBoostRegressor } from '@heph/baselines';
import type { Table } from '@heph/data';
import { withClasses, type ClassTarget } from '../class-target';
import { classGain } from './class-gain';
import type { FeatureLevels } from './feature-levels';
import type { PairGain } from './pair-gain';
import { pairPrior, pairTrees, stumps, sweeps, type Remainder } from './remainder';

/** The largest step of a margin at once, as in LogitBoost. */
const largestStep = 4;
/** Probabilities are taken for no nearer to 0 and 1 than this. */
const leastProbability = 1e-7;

/**
 * What is still to be explained of each row's classes: for every class its indicator less its probability, r = y − p, in a
 * model of margins whose softmax the probabilities are. Of two classes there is one margin, the second's log-odds.
 *
 * What is explained is added to the margins, by Newton's steps Σr / Σp(1 − p) over groups of rows: log-odds may add up
 * although probabilities, which end at 0 and 1, do not.
 *
 * Source: Friedman, Hastie & Tibshirani, "Additive logistic regression" (2000), section 3.
 */
export class ClassRemainder implements Remainder {
  readonly totalSquares: number;
  /** For each margin, one number a row: r. */
  private readonly values: Float64Array[];
  /** A margin's share of a step: the margins of more than two classes move against one another. */
  private readonly stepShare: number;
  /** p(1 − p) of each margin where nothing is explained. */
  private readonly spreads: number[];

  private constructor(
    private readonly table: Table,
    private readonly classes: ClassTarget,
    private readonly levels: ReadonlyMap<string, FeatureLevels>,
    /** For each margin, one number a row. */
    private readonly margins: readonly Float64Array[],
    private readonly signal: AbortSignal | undefined,
  ) {
    const { count, indices } = classes;
    this.stepShare = count === 2 ? 1 : (count - 1) / count;
    this.values = margins.map(() => new Float64Array(indices.length));
    this.spreads = margins.map((_, k) => {
      const share = indices.reduce((sum, _, row) => sum + this.indicator(k, row), 0) / indices.length;
      return share * (1 - share);
    });
    this.totalSquares = this.spreads.reduce((sum, spread) => sum + indices.length * spread, 0);
    this.refresh();
  }

  /** What an additive model leaves: boosted stumps, then steps over every feature's groups. */
  static async ofAdditiveModel(
    table: Table,
    classes: ClassTarget,
    levels: ReadonlyMap<string, FeatureLevels>,
    signal: AbortSignal | undefined,
  ): Promise<ClassRemainder> {
    const { rows, target } = withClasses(table, [...levels.keys()], classes);
    const model = await new XGBoostClassifier(stumps).fit(rows, { target, signal });
    const probabilities = await model.predictProba(rows);
    const logarithm = (row: number, k: number) =>
      Math.log(Math.max(leastProbability, probabilities[row]![k]!));
    const marginOf = (k: number) =>
      Float64Array.from(probabilities, (_, row) =>
        classes.count === 2 ? logarithm(row, 1) - logarithm(row, 0) : logarithm(row, k),
      );
    const margins = Array.from({ length: classes.count === 2 ? 1 : classes.count }, (_, k) => marginOf(k));
    const remainder = new ClassRemainder(table, classes, levels, margins, signal);
    remainder.sweep();
    return remainder;
  }

  gainOf(a: FeatureLevels, b: FeatureLevels): PairGain {
    return classGain(a, b, this.values);
  }

  /** Steps over their cells, then one of what trees find within these. */
  async subtractPair(features: readonly [string, string]): Promise<void> {
    const [a, b] = features.map(name => this.levels.get(name)!) as [FeatureLevels, FeatureLevels];
    for (let step = 0; step < sweeps; step++)
      this.step(a.count * b.count, row => a.levels[row]! * b.count + b.levels[row]!, pairPrior);
    await this.stepByTrees(features);
    this.sweep();
  }

  /** Least squares of r / p(1 − p), weighted by p(1 − p), which is a Newton step. */
  private async stepByTrees(features: readonly string[]): Promise<void> {
    const { margins, values, spreads, signal } = this;
    for (const [k, margin] of margins.entries()) {
      const curvatures = values[k]!.map((_, row) => this.curvature(k, row));
      const steps = Float64Array.from(curvatures, (curvature, row) => clipped(values[k]![row]! / curvature));
      const { rows, target } = withTarget(this.table.select(features), steps);
      // Weights are around 1, so that a leaf has as many rows as one of numbers.
      const sampleWeight = curvatures.map(curvature => curvature / spreads[k]!);
      const model = await new XGBoostRegressor(pairTrees).fit(rows, { target, sampleWeight, signal });
      const explained = await model.predict(rows);
      for (let row = 0; row < margin.length; row++) margin[row]! += this.stepShare * clipped(explained[row]!);
    }
    this.refresh();
  }

  /**
   * Steps over the groups of every feature, and of each margin's scale: boosting stops short of what classes that can be
   * told apart without error would lead to, and what it leaves of them is no interaction.
   */
  private sweep(): void {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      this.stepOfScale();
      for (const { levels, count } of this.levels.values()) this.step(count, row => levels[row]!);
    }
  }

  private stepOfScale(): void {
    this.margins.forEach((margin, k) => {
      const logOdds = margin.map((_, row) => {
        const p = Math.min(1 - leastProbability, Math.max(leastProbability, this.probability(k, row)));
        return Math.log(p / (1 - p));
      });
      let [slope, curvature] = [0, 0];
      for (let row = 0; row < margin.length; row++) {
        slope += logOdds[row]! * this.values[k]![row]!;
        curvature += logOdds[row]! ** 2 * this.curvature(k, row);
      }
      const step = curvature > 0 ? slope / curvature : 0;
      for (let row = 0; row < margin.length; row++)
        margin[row]! += this.stepShare * clipped(step * logOdds[row]!);
    });
    this.refresh();
  }

  /** A step of every group, drawn towards zero as if `prior` rows more had nothing to explain. */
  private step(numGroups: number, groupOf: (row: number) => number, prior = 0): void {
    this.margins.forEach((margin, k) => {
      const slopes = new Float64Array(numGroups);
      const curvatures = new Float64Array(numGroups).fill(prior * this.spreads[k]!);
      for (let row = 0; row < margin.length; row++) {
        slopes[groupOf(row)]! += this.values[k]![row]!;
        curvatures[groupOf(row)]! += this.curvature(k, row);
      }
      for (let row = 0; row < margin.length; row++)
        margin[row]! += this.stepShare * clipped(slopes[groupOf(row)]! / curvatures[groupOf(row)]!);
    });
    this.refresh();
  }

  /** Whether a row is of the class whose margin is number k. */
  private indicator(k: number, row: number): number {
    const { indices, count } = this.classes;
    return indices[row] === (count === 2 ? 1 : k) ? 1 : 0;
  }

  private probability(k: number, row: number): number {
    return this.indicator(k, row) - this.values[k]![row]!;
  }

  /** p(1 − p), above 0. */
  private curvature(k: number, row: number): number {
    const p = this.probability(k, row);
    return Math.max(leastProbability, p * (1 - p));
  }

  /** What the margins leave. */
  private refresh(): void {
    const { margins, values } = this;
    const numRows = this.classes.indices.length;
    // Of two classes, the first's margin is 0.
    const first = margins.length === 1 ? 0 : -Infinity;
    for (let row = 0; row < numRows; row++) {
      let most = first;
      for (const margin of margins) most = Math.max(most, margin[row]!);
      let sum = Math.exp(first - most);
      for (const margin of margins) sum += Math.exp(margin[row]! - most);
      margins.forEach((margin, k) => {
        values[k]![row] = this.indicator(k, row) - Math.exp(margin[row]! - most) / sum;
      });
    }
  }
}

function withTarget(features: Table, values: Float64Array): { rows: Table; target: string } {
  let target = 'step';
  while (features.has(target)) target += '_';
  return { rows: features.withColumn(target, values), target };
}

function clipped(step: number): number {
  return Math.max(-largestStep, Math.min(largestStep, step));
}

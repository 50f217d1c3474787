import { XGBoostRegressor } from '@heph/baselines';
import { largestMagnitude, powerOfTwo, requireTarget, type Table } from '@heph/data';
import type { FeatureLevels } from './feature-levels';
import { pairGain, type PairGain } from './pair-gain';

/** Stumps ask one question each, so that together they say what every feature gives alone. */
export const stumps = { nEstimators: 300, maxDepth: 1, learningRate: 0.2 };
/** Trees of two features: deep enough for any shape, with leaves large enough not to follow single rows. */
export const pairTrees = { nEstimators: 20, maxDepth: 4, learningRate: 0.3, minChildWeight: 10 };
/** Cells of a few rows are hardly believed. */
export const pairPrior = 5;
/** Sweeps over all features: what the stumps have left of any group's mean falls below what counts in two or three. */
export const sweeps = 3;

/** Up to this size, and down to its inverse, numbers have fourth powers. */
const ordinary = 2 ** 200;

/** What is still to be explained of a target. */
export interface Remainder {
  /** The sum of squares about the mean, before anything was explained. */
  readonly totalSquares: number;
  /** What two features together would take off the sum of squares. */
  gainOf(a: FeatureLevels, b: FeatureLevels): PairGain;
  /** Takes away what the two features say together, so that no pair is credited for what another explains. */
  subtractPair(features: readonly [string, string]): Promise<void>;
}

/** What is still to be explained of each row's number, in a unit in which its squares are numbers. */
export class NumberRemainder implements Remainder {
  private constructor(
    private readonly table: Table,
    private readonly target: string,
    private readonly levels: ReadonlyMap<string, FeatureLevels>,
    /** One number a row. */
    readonly values: Float64Array,
    readonly totalSquares: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** What an additive model leaves: boosted stumps (Friedman 2001), then the means of every feature's groups. */
  static async ofAdditiveModel(
    table: Table,
    target: string,
    levels: ReadonlyMap<string, FeatureLevels>,
    signal: AbortSignal | undefined,
  ): Promise<NumberRemainder> {
    const { values: given } = requireTarget(table, target);
    const largest = largestMagnitude(given);
    const unit = largest > ordinary || largest < 1 / ordinary ? powerOfTwo(largest) : 1;
    const truth = Float64Array.from(given, value => value / unit);
    const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    const values = truth.map(value => value - mean);
    const totalSquares = values.reduce((sum, value) => sum + value * value, 0);
    const remainder = new NumberRemainder(table, target, levels, values, totalSquares, signal);
    await remainder.subtract([...levels.keys()], stumps);
    return remainder;
  }

  gainOf(a: FeatureLevels, b: FeatureLevels): PairGain {
    return pairGain(a, b, this.values);
  }

  /** The means of their cells, then what trees find within these. */
  subtractPair(features: readonly [string, string]): Promise<void> {
    const [a, b] = features.map(name => this.levels.get(name)!) as [FeatureLevels, FeatureLevels];
    this.centre(a.count * b.count, row => a.levels[row]! * b.count + b.levels[row]!, pairPrior);
    return this.subtract(features, pairTrees);
  }

  private async subtract(features: readonly string[], options: typeof stumps): Promise<void> {
    const { values, target, signal } = this;
    const rows = this.table.select(features).withColumn(target, values);
    const model = await new XGBoostRegressor(options).fit(rows, { target, signal });
    const explained = await model.predict(rows);
    for (let row = 0; row < values.length; row++) values[row]! -= explained[row]!;
    for (let sweep = 0; sweep < sweeps; sweep++)
      for (const { levels, count } of this.levels.values()) this.centre(count, row => levels[row]!);
  }

  /** Takes every group's mean away, drawn towards zero as if `prior` rows more had none. */
  private centre(numGroups: number, groupOf: (row: number) => number, prior = 0): void {
    const { values } = this;
    const sums = new Float64Array(numGroups);
    const sizes = new Float64Array(numGroups).fill(prior);
    for (let row = 0; row < values.length; row++) {
      sums[groupOf(row)]! += values[row]!;
      sizes[groupOf(row)]!++;
    }
    for (let row = 0; row < values.length; row++) values[row]! -= sums[groupOf(row)]! / sizes[groupOf(row)]!;
  }
}

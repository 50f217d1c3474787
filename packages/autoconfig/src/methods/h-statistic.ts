import type { RandomForestRegressor } from '@heph/baselines';
import { createRandom, largestMagnitude, powerOfTwo, requireTarget, Table } from '@heph/data';
import { Progress } from '@heph/estimator';
import { allPairs, type PairMethod, type ScoredPair } from './pair-method';

/** Partial dependence is taken at so many rows, each time over as many: its cost is quadratic. */
const numPoints = 40;
/** Pairs are formed of so many features, the most important ones. */
const mostFeatures = 30;
/** A pair's effect below this share of the predictions' variance is compared with that instead: see {@link hStatistic}. */
const leastShare = 0.01;

/**
 * Friedman's H² (Friedman & Popescu 2008, "Predictive learning via rule ensembles", eq. 44) of the forest: the share
 * of the variance of a pair's partial dependence that the two features' own partial dependences do not add up to:
 * Σ (PD_jk − PD_j − PD_k)² / Σ PD_jk², each centred, over the rows.
 *
 * Departs from the paper where a pair hardly matters: its ratio there is that of two rounding errors, so that the
 * denominator is at least a hundredth of the predictions' sum of squares.
 */
export const hStatistic: PairMethod = async ({ table, target, forest, importances, seed, signal }) => {
  const numRows = Math.min(numPoints, table.numRows);
  const rows = createRandom(seed).permutation(table.numRows).subarray(0, numRows);
  const dependence = new PartialDependence(table.take(rows), forest, target);
  const names = importances.slice(0, mostFeatures).map(({ feature }) => feature);
  const single = new Map<string, Float64Array>();
  for (const name of names) single.set(name, await dependence.of([name]));
  const least = leastShare * squares(await dependence.of(names));

  const scored: ScoredPair[] = [];
  const progress = new Progress((names.length * (names.length - 1)) / 2, { signal });
  for (const features of allPairs(names)) {
    await progress.step(scored.length);
    const [a, b] = features.map(name => single.get(name)!) as [Float64Array, Float64Array];
    const both = await dependence.of(features);
    const beyond = both.map((value, i) => value - a[i]! - b[i]!);
    const whole = Math.max(squares(both), least);
    scored.push({ features, score: whole > 0 ? squares(beyond) / whole : 0 });
  }
  return scored;
};

/** What a model predicts on average where some features are held (Friedman 2001), at each of a few rows. */
class PartialDependence {
  private readonly held: Table;
  private readonly averaged: Table;
  /** What predictions are told in, so that squares of any are numbers: ratios of these are the same. */
  private readonly unit: number;

  constructor(
    private readonly sample: Table,
    private readonly model: RandomForestRegressor,
    target: string,
  ) {
    this.unit = powerOfTwo(largestMagnitude(requireTarget(sample, target).values));
    const { numRows } = sample;
    const places = Uint32Array.from({ length: numRows * numRows }, (_, place) => place);
    this.held = sample.take(places.map(place => Math.floor(place / numRows)));
    this.averaged = sample.take(places.map(place => place % numRows));
  }

  /** Centred: its mean over the rows is 0. In a unit of its own. */
  async of(features: readonly string[]): Promise<Float64Array> {
    const { held, averaged, sample } = this;
    const columns = averaged.columnNames.map(name =>
      (features.includes(name) ? held : averaged).column(name),
    );
    const predictions = await this.model.predict(new Table(columns));
    const { numRows } = sample;
    const means = Float64Array.from({ length: numRows }, (_, row) =>
      mean(predictions.subarray(row * numRows, (row + 1) * numRows)),
    );
    const centre = mean(means);
    return means.map(value => (value - centre) / this.unit);
  }
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

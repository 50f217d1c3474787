import { RandomForestClassifier, type RandomForestRegressor } from '@heph/baselines';
import { createRandom, largestMagnitude, powerOfTwo, requireTarget, Table } from '@heph/data';
import { Progress } from '@heph/estimator';
import { allPairs, type PairMethod, type ScoredPair } from './pair-method';

/** Partial dependence is taken at so many rows, each time over as many: its cost is quadratic. */
const numPoints = 40;
/** Pairs are formed of so many features, the most important ones. */
const mostFeatures = 30;
/** A pair's effect below this share of the predictions' variance is compared with that instead: see {@link hStatistic}. */
const leastShare = 0.01;
/** Added to a probability: forests have classes of probability 0, whose logarithm would drown all others. */
const leastProbability = 0.01;

/**
 * Friedman's H² (Friedman & Popescu 2008, "Predictive learning via rule ensembles", eq. 44) of the forest: the share
 * of the variance of a pair's partial dependence that the two features' own partial dependences do not add up to:
 * Σ (PD_jk − PD_j − PD_k)² / Σ PD_jk², each centred, over the rows; of classes, over the rows and the log-probabilities
 * of all classes, about their mean: log-odds add up where probabilities, which end at 0 and 1, do not.
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
    private readonly model: RandomForestRegressor | RandomForestClassifier,
    target: string,
  ) {
    this.unit =
      model instanceof RandomForestClassifier
        ? 1
        : powerOfTwo(largestMagnitude(requireTarget(sample, target).values));
    const { numRows } = sample;
    const places = Uint32Array.from({ length: numRows * numRows }, (_, place) => place);
    this.held = sample.take(places.map(place => Math.floor(place / numRows)));
    this.averaged = sample.take(places.map(place => place % numRows));
  }

  /**
   * For one output after the other a number for each row, centred: its mean over the rows is 0. Numbers are in a unit of
   * their own.
   */
  async of(features: readonly string[]): Promise<Float64Array> {
    const { held, averaged, sample } = this;
    const columns = averaged.columnNames.map(name =>
      (features.includes(name) ? held : averaged).column(name),
    );
    const { numRows } = sample;
    const outputs = await this.outputs(new Table(columns));
    const dependence = new Float64Array(outputs.length * numRows);
    outputs.forEach((predictions, output) => {
      const means = Float64Array.from({ length: numRows }, (_, row) =>
        mean(predictions.subarray(row * numRows, (row + 1) * numRows)),
      );
      const centre = mean(means);
      dependence.set(
        means.map(value => (value - centre) / this.unit),
        output * numRows,
      );
    });
    return dependence;
  }

  /** The forest's predictions, or for each class its log-probability less the mean of all. */
  private async outputs(table: Table): Promise<Float64Array[]> {
    const { model } = this;
    if (!(model instanceof RandomForestClassifier)) return [await model.predict(table)];
    const logarithms = (await model.predictProba(table)).map(ofRow =>
      Float64Array.from(ofRow, probability => Math.log(probability + leastProbability)),
    );
    const centres = logarithms.map(mean);
    return model.classes.map((_, k) =>
      Float64Array.from(logarithms, (ofRow, row) => ofRow[k]! - centres[row]!),
    );
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

import type { RowWeights } from '@heph/estimator';
import { Argsort } from './argsort';
import { QuantileSummary } from './quantile-summary';

const { ceil, fround, min } = Math;

/** XGBoost's kFactor: a sketch is so many times finer than the bins that are made of it. */
const finerThanBins = 8;

/**
 * Summarizes a feature's values as they come, in memory that hardly grows with them: XGBoost's weighted quantile sketch
 * (its `WQuantileSketch`), which keeps a summary of twice as many values on each level.
 */
class QuantileSketch {
  private readonly queue: Queue;
  /** What came in since a level was filled last, or levels on their way up. */
  private readonly incoming: QuantileSummary;
  private readonly pruned: QuantileSummary;
  private readonly levels: QuantileSummary[] = [];

  /** @param mostValues how many a level holds */
  constructor(readonly mostValues: number) {
    this.queue = new Queue(2 * mostValues);
    this.incoming = new QuantileSummary(2 * mostValues);
    this.pruned = new QuantileSummary(mostValues);
  }

  push(value: number, weight: number): void {
    if (this.queue.isFull) {
      this.queue.summarize(this.incoming);
      this.moveUp();
    }
    this.queue.push(value, weight);
  }

  /** A summary of all that was pushed, in a buffer that it reuses; begins anew. */
  finish(): QuantileSummary {
    const { queue, incoming, pruned, levels, mostValues } = this;
    queue.summarize(incoming);
    pruned.prune(incoming, mostValues);
    for (const level of levels) {
      if (level.size === 0) continue;
      incoming.combine(pruned, level);
      pruned.prune(incoming, mostValues);
      level.size = 0;
    }
    return pruned;
  }

  /** Puts what came in on the first level that is free or has room, together with those below. */
  private moveUp(): void {
    const { incoming, pruned, levels, mostValues } = this;
    for (let place = 0; ; place++) {
      const level = (levels[place] ??= new QuantileSummary(mostValues));
      if (level.size === 0) return level.prune(incoming, mostValues);
      pruned.prune(incoming, mostValues);
      incoming.combine(pruned, level);
      if (incoming.size <= mostValues) return level.prune(incoming, mostValues);
      level.size = 0;
    }
  }
}

/** Values in the order in which they come; equal ones that follow one another are one. */
class Queue {
  private size = 0;
  private readonly values: Float32Array;
  private readonly weights: Float32Array;
  private readonly argsort: Argsort;

  constructor(capacity: number) {
    this.values = new Float32Array(capacity);
    this.weights = new Float32Array(capacity);
    this.argsort = new Argsort(capacity);
  }

  get isFull(): boolean {
    return this.size === this.values.length;
  }

  push(value: number, weight: number): void {
    if (this.size > 0 && this.values[this.size - 1] === value) this.weights[this.size - 1]! += weight;
    else {
      this.values[this.size] = value;
      this.weights[this.size++] = weight;
    }
  }

  /** Gives all that is in the queue, and empties it. */
  summarize(summary: QuantileSummary): void {
    summary.size = 0;
    const { values, places } = this.argsort.sort(this.values.subarray(0, this.size));
    let before = 0;
    for (let i = 0; i < this.size;) {
      const value = values[i]!;
      let weight = 0;
      for (; i < this.size && values[i] === value; i++) weight = fround(weight + this.weights[places[i]!]!);
      const upTo = fround(before + weight);
      summary.add(value, before, upTo, weight);
      before = upTo;
    }
    this.size = 0;
  }
}

/** So many values a summary must have that all levels together are off by no more than a share of the weight. */
function sizeOfSummaries(numValues: number, share: number): number {
  for (let numLevels = 1; ; numLevels++) {
    const size = min(numValues, ceil(numLevels / share) + 1);
    if (2 ** numLevels * size >= numValues) return size;
  }
}

/** Chooses values of one feature after another, in buffers that it reuses. */
export class Quantiles {
  private sketch: QuantileSketch | undefined;
  private readonly finer: QuantileSummary;
  private readonly chosen: QuantileSummary;

  /** @param maxBins how many parts to divide the weight into */
  constructor(private readonly maxBins: number) {
    this.finer = new QuantileSummary(finerThanBins * maxBins);
    this.chosen = new QuantileSummary(maxBins + 1);
  }

  /**
   * A few of a feature's values, with about the same weight between each two, the smallest and the largest among them: the
   * ones that XGBoost 1.7's `hist` method cuts bins at.
   *
   * @param values NaN = missing
   * @param weights 0 leaves a value out
   * @returns at most `maxBins` + 1 values in ascending order: all of them, if they are no more
   */
  of(values: Float32Array, weights: RowWeights): Float32Array {
    const { maxBins, finer, chosen } = this;
    const numPresent = countPresent(values);
    const sketch = this.sketchFor(numPresent);
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      const weight = weights[row]!;
      if (value === value && weight > 0) sketch.push(value, weight);
    }
    finer.prune(sketch.finish(), min(numPresent, finerThanBins * maxBins));
    chosen.prune(finer, min(numPresent, maxBins) + 1);
    return chosen.values.slice(0, chosen.size);
  }

  private sketchFor(numValues: number): QuantileSketch {
    const size = sizeOfSummaries(numValues, 1 / (finerThanBins * min(this.maxBins, numValues)));
    if (this.sketch?.mostValues !== size) this.sketch = new QuantileSketch(size);
    return this.sketch;
  }
}

function countPresent(values: Float32Array): number {
  let count = 0;
  for (let row = 0; row < values.length; row++) if (values[row] === values[row]) count++;
  return count;
}

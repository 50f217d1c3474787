import type { BinnedMatrix } from './binning';
import type { OpenNode, TrainingRows } from './training-rows';

/**
 * Sums of gradients and hessians for every bin of every feature over a node's rows: `[2 · bin]` holds the
 * gradients' sum, `[2 · bin + 1]` the hessians'.
 */
export type Histogram = Float64Array;

/** Sums up a node's rows. */
export function buildHistogram(
  histogram: Histogram,
  matrix: BinnedMatrix,
  { rows, gradients, hessians }: TrainingRows,
  { start, end }: OpenNode,
): void {
  const { bins, offsets, numFeatures } = matrix;
  histogram.fill(0);
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const gradient = gradients[row]!;
    const hessian = hessians[row]!;
    const first = row * numFeatures;
    for (let feature = 0; feature < numFeatures; feature++) {
      const cell = 2 * (offsets[feature]! + bins[first + feature]!);
      histogram[cell]! += gradient;
      histogram[cell + 1]! += hessian;
    }
  }
}

/** Turns a parent's histogram into that of one child, given the other child's: what one lacks, the other has. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let cell = 0; cell < parent.length; cell++) parent[cell]! -= child[cell]!;
}

/** Histograms of one size, handed out and taken back. */
export class HistogramPool {
  private readonly free: Histogram[] = [];

  constructor(private readonly numBins: number) {}

  /** A histogram with anything in it. */
  take(): Histogram {
    return this.free.pop() ?? new Float64Array(2 * this.numBins);
  }

  giveBack(histogram: Histogram): void {
    this.free.push(histogram);
  }
}

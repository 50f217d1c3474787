import type { BinnedMatrix } from './binning';
import type { OpenNode, TrainingRows } from './training-rows';

/**
 * Sums of gradients and hessians for every bin of every feature over a node's rows: `[2 · bin]` holds the
 * gradients' sum, `[2 · bin + 1]` the hessians'.
 */
export type Histogram = Float64Array;

/** Histograms of one matrix, handed out and taken back. */
export interface Histograms {
  /** The matrix's bins, where they are kept for this. */
  readonly bins: BinnedMatrix['bins'];
  /** The sums over a node's rows. */
  of(training: TrainingRows, open: OpenNode): Histogram;
  /** Turns a parent's histogram into that of one child, given the other child's: what one lacks, the other has. */
  subtract(parent: Histogram, child: Histogram): void;
  giveBack(histogram: Histogram): void;
}

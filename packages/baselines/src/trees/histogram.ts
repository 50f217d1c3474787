import type { BinnedMatrix } from './binning';
import type { OpenNode, TrainingRows } from './training-rows';

/**
 * Sums of gradients and hessians for every bin of every feature over a node's rows: `[2 · bin]` holds the
 * gradients' sum, `[2 · bin + 1]` the hessians'.
 */
export type Histogram = Float64Array;

/** Histograms of one matrix, handed out and taken back. */
export class Histograms {
  private readonly free: Histogram[] = [];
  /** Row after row, each value's place in a histogram of all features. */
  private readonly places: Uint16Array | Uint32Array;
  private readonly numFeatures: number;
  private readonly numBins: number;

  constructor(matrix: BinnedMatrix) {
    this.numFeatures = matrix.numFeatures;
    this.numBins = matrix.offsets[matrix.numFeatures]!;
    this.places = placesOf(matrix);
  }

  /** The sums over a node's rows. */
  of({ rows, gradients, hessians }: TrainingRows, { start, end }: OpenNode): Histogram {
    const histogram = this.free.pop()?.fill(0) ?? new Float64Array(2 * this.numBins);
    const { places, numFeatures } = this;
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      const gradient = gradients[row]!;
      const hessian = hessians[row]!;
      let place = row * numFeatures;
      const last = place + numFeatures;
      // Four at a time: half of the time would go into the loop itself.
      for (; place + 3 < last; place += 4) {
        const a = 2 * places[place]!;
        const b = 2 * places[place + 1]!;
        const c = 2 * places[place + 2]!;
        const d = 2 * places[place + 3]!;
        histogram[a]! += gradient;
        histogram[a + 1]! += hessian;
        histogram[b]! += gradient;
        histogram[b + 1]! += hessian;
        histogram[c]! += gradient;
        histogram[c + 1]! += hessian;
        histogram[d]! += gradient;
        histogram[d + 1]! += hessian;
      }
      for (; place < last; place++) {
        const a = 2 * places[place]!;
        histogram[a]! += gradient;
        histogram[a + 1]! += hessian;
      }
    }
    return histogram;
  }

  /** Turns a parent's histogram into that of one child, given the other child's: what one lacks, the other has. */
  subtract(parent: Histogram, child: Histogram): void {
    for (let cell = 0; cell < parent.length; cell++) parent[cell]! -= child[cell]!;
  }

  giveBack(histogram: Histogram): void {
    this.free.push(histogram);
  }
}

function placesOf({ bins, offsets, numFeatures }: BinnedMatrix): Uint16Array | Uint32Array {
  const numBins = offsets[numFeatures]!;
  const places = new (numBins <= 65536 ? Uint16Array : Uint32Array)(bins.length);
  for (let first = 0; first < bins.length; first += numFeatures)
    for (let feature = 0; feature < numFeatures; feature++)
      places[first + feature] = offsets[feature]! + bins[first + feature]!;
  return places;
}

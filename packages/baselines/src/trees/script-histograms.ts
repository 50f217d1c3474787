import type { BinnedMatrix } from './binning';
import type { Histogram, Histograms } from './histogram';
import type { OpenNode, TrainingRows } from './training-rows';

/**
 * Up to so many values, their places are worth twice to four times the memory of their bins: they save an addition each. In
 * larger tables they would fill the caches sooner, and reading them takes longer than adding.
 */
const mostPlaces = 2 ** 22;

/** Histograms everywhere. */
export class ScriptHistograms implements Histograms {
  readonly bins: BinnedMatrix['bins'];
  private readonly free: Histogram[] = [];
  /** Row after row, each value's place in a histogram of all features; absent for large tables. */
  private readonly places: Uint16Array | Uint32Array | undefined;

  constructor(private readonly matrix: BinnedMatrix) {
    this.bins = matrix.bins;
    if (matrix.bins.length <= mostPlaces) this.places = placesOf(matrix);
  }

  of(training: TrainingRows, open: OpenNode): Histogram {
    const { matrix, places, free } = this;
    const histogram = free.pop()?.fill(0) ?? new Float64Array(2 * matrix.offsets[matrix.numFeatures]!);
    if (places) addPlaces(histogram, places, matrix.numFeatures, training, open);
    else addBins(histogram, matrix, training, open);
    return histogram;
  }

  subtract(parent: Histogram, child: Histogram): void {
    for (let cell = 0; cell < parent.length; cell++) parent[cell]! -= child[cell]!;
  }

  giveBack(histogram: Histogram): void {
    this.free.push(histogram);
  }
}

function addPlaces(
  histogram: Histogram,
  places: Uint16Array | Uint32Array,
  numFeatures: number,
  { rows, gradients, hessians }: TrainingRows,
  { start, end }: OpenNode,
): void {
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
}

function addBins(
  histogram: Histogram,
  { bins, offsets, numFeatures }: BinnedMatrix,
  { rows, gradients, hessians }: TrainingRows,
  { start, end }: OpenNode,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const gradient = gradients[row]!;
    const hessian = hessians[row]!;
    const first = row * numFeatures;
    let feature = 0;
    for (; feature + 3 < numFeatures; feature += 4) {
      const cell = first + feature;
      const a = 2 * (offsets[feature]! + bins[cell]!);
      const b = 2 * (offsets[feature + 1]! + bins[cell + 1]!);
      const c = 2 * (offsets[feature + 2]! + bins[cell + 2]!);
      const d = 2 * (offsets[feature + 3]! + bins[cell + 3]!);
      histogram[a]! += gradient;
      histogram[a + 1]! += hessian;
      histogram[b]! += gradient;
      histogram[b + 1]! += hessian;
      histogram[c]! += gradient;
      histogram[c + 1]! += hessian;
      histogram[d]! += gradient;
      histogram[d + 1]! += hessian;
    }
    for (; feature < numFeatures; feature++) {
      const a = 2 * (offsets[feature]! + bins[first + feature]!);
      histogram[a]! += gradient;
      histogram[a + 1]! += hessian;
    }
  }
}

function placesOf({ bins, offsets, numFeatures }: BinnedMatrix): Uint16Array | Uint32Array {
  const places = new (offsets[numFeatures]! <= 65536 ? Uint16Array : Uint32Array)(bins.length);
  for (let first = 0; first < bins.length; first += numFeatures)
    for (let feature = 0; feature < numFeatures; feature++)
      places[first + feature] = offsets[feature]! + bins[first + feature]!;
  return places;
}

import type { RowWeights } from '@heph/estimator';
import type { BinCells } from './bin-cells';
import type { Binner, FeatureBins } from './binning';
import { Quantiles } from './quantile-sketch';

const { abs, fround, min } = Math;

/**
 * Bins as XGBoost 1.7's `hist` method does: cut at the feature's {@link Quantiles}, which are all its values where these are
 * at most `maxBins`.
 */
export class SketchBinner implements Binner {
  private readonly quantiles: Quantiles;

  constructor(
    private readonly weights: RowWeights,
    private readonly maxBins: number,
  ) {
    this.quantiles = new Quantiles(maxBins);
  }

  bin(values: Float32Array, cells: BinCells, feature: number): FeatureBins {
    const found = this.quantiles.of(values, this.weights);
    if (found.length === 0) {
      cells.upTo(0);
      for (let row = 0; row < values.length; row++) cells.bins[row * cells.numFeatures + feature] = 0;
      return { edges: [], lowestEdge: NaN };
    }
    const edges = edgesFrom(found, this.maxBins);
    writeBins(values, edges, cells, feature);
    return { edges, lowestEdge: found[0]! - beyond(found[0]!) };
  }
}

/** All values but the first, which begins the first bin, and at the end a number above all. */
function edgesFrom(values: Float32Array, maxBins: number): Float32Array {
  const last = values.at(-1)!;
  const count = min(values.length, maxBins);
  const above = last + beyond(last);
  return Float32Array.from({ length: count }, (_, bin) => (bin < count - 1 ? values[bin + 1]! : above));
}

/** So far beyond a feature's range lies an edge that all its values are on one side of. */
function beyond(value: number): number {
  return fround(abs(value) + fround(1e-5));
}

/** Missing values have the bin after the last. */
function writeBins(values: Float32Array, edges: Float32Array, cells: BinCells, feature: number): void {
  const { numFeatures } = cells;
  const missing = edges.length;
  const bins = cells.upTo(values.some(Number.isNaN) ? missing : missing - 1);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    bins[row * numFeatures + feature] = value === value ? firstAbove(edges, value) : missing;
  }
}

/** The place of the first edge above a value; of the last, if none is. */
function firstAbove(edges: Float32Array, value: number): number {
  let first = 0;
  let last = edges.length - 1;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (edges[middle]! > value) last = middle;
    else first = middle + 1;
  }
  return first;
}

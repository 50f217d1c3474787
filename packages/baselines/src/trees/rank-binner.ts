import type { RowWeights } from '@heph/estimator';
import type { BinCells } from './bin-cells';
import { endsOfBins } from './bin-ends';
import type { Binner, FeatureBins } from './binning';
import { FeatureSorter } from './sort-features';

const { fround } = Math;

/**
 * Bins as scikit-learn parts nodes, halfway between neighbouring values: one bin for each distinct value where these are at
 * most `maxBins`, else bins of about the same weight each.
 */
export class RankBinner implements Binner {
  private readonly sorter: FeatureSorter;
  private readonly inOrder: (rows: Uint32Array) => RowWeights;

  constructor(
    weights: RowWeights,
    private readonly maxBins: number,
  ) {
    this.sorter = new FeatureSorter(weights);
    this.inOrder = weightsInOrder(weights, this.sorter.numRows);
  }

  bin(values: Float32Array, cells: BinCells, feature: number): FeatureBins {
    const { rows, values: sorted } = this.sorter.sort(values);
    const ends = endsOfBins(sorted, this.maxBins, () => this.inOrder(rows));
    writeBins(rows, ends, cells, feature);
    const edges = Array.from(ends, (end, bin) =>
      bin < ends.length - 1 ? midpoint(sorted[end - 1]!, sorted[end]!) : Infinity,
    );
    return { edges, lowestEdge: ends.length > 0 ? -Infinity : NaN };
  }
}

/** Gives the weights of rows in the order of these, in a buffer that it reuses; where all are alike, as they are. */
function weightsInOrder(weights: RowWeights, numRows: number) {
  if (weights.every(weight => weight === weights[0])) return () => weights;
  const ordered = weights.slice(0, numRows);
  return (rows: Uint32Array) => {
    for (let place = 0; place < rows.length; place++) ordered[place] = weights[rows[place]!]!;
    return ordered;
  };
}

/** Numbers the bins of a feature's sorted rows; those after the last end, the missing values, have the bin after the last. */
function writeBins(rows: Uint32Array, ends: Uint32Array, cells: BinCells, feature: number): void {
  const { numFeatures } = cells;
  const isMissing = (ends.at(-1) ?? 0) < rows.length;
  const bins = cells.upTo(isMissing ? ends.length : ends.length - 1);
  let place = 0;
  for (let bin = 0; bin <= ends.length; bin++) {
    const end = bin < ends.length ? ends[bin]! : rows.length;
    for (; place < end; place++) bins[rows[place]! * numFeatures + feature] = bin;
  }
}

/** The float32 halfway between two neighbouring values, and always above the lower one. */
export function midpoint(below: number, above: number): number {
  const middle = fround(below + (above - below) / 2);
  return middle > below ? middle : above;
}

import type { FeatureMatrix } from './feature-matrix';

/** The most bins a feature can have: bin numbers are 16 bits wide, and one of them is for missing values. */
export const MAX_BINS = 65535;

/**
 * Where two neighbouring bins part, given the largest value of the one and the smallest of the next:
 * `'midpoint'` between them, as scikit-learn does, or `'value'`, the smallest of the next, as XGBoost does.
 */
export type EdgeRule = 'midpoint' | 'value';

/** A matrix's values sorted into bins, once for all trees. */
export interface BinnedMatrix {
  readonly numRows: number;
  readonly numFeatures: number;
  /** Row after row, each value's bin within its feature, ascending with the value; the last bin is for missing values. */
  readonly bins: Uint16Array;
  /** Where each feature's bins begin in a histogram of all features, and where the last one's end. */
  readonly offsets: Uint32Array;
  /** `x < edges[offsets[feature] + bin]` for the values up to that bin, and for no other. */
  readonly edges: Float32Array;
  /** A number that every value of a feature reaches. */
  readonly lowestEdges: Float32Array;
}

/**
 * Bins every feature: one bin for each distinct value where these are at most `maxBins`, else bins of about as
 * many rows each.
 *
 * @param sortedRows each feature's rows in ascending order, missing values last
 */
export function binMatrix(
  matrix: FeatureMatrix,
  sortedRows: readonly Uint32Array[],
  maxBins: number,
  edgeRule: EdgeRule,
): BinnedMatrix {
  const { values, numRows, numFeatures } = matrix;
  const bins = new Uint16Array(numRows * numFeatures);
  const offsets = new Uint32Array(numFeatures + 1);
  const lowestEdges = new Float32Array(numFeatures);
  const edges: number[] = [];
  for (let feature = 0; feature < numFeatures; feature++) {
    const rows = sortedRows[feature]!;
    const valueAt = (position: number) => values[rows[position]! * numFeatures + feature]!;
    const ends = binEnds(rows.length, valueAt, maxBins);
    let position = 0;
    ends.forEach((end, bin) => {
      for (; position < end; position++) bins[rows[position]! * numFeatures + feature] = bin;
      edges.push(
        bin === ends.length - 1
          ? edgeAbove(valueAt(end - 1), edgeRule)
          : edgeBetween(valueAt(end - 1), valueAt(end), edgeRule),
      );
    });
    for (; position < numRows; position++) bins[rows[position]! * numFeatures + feature] = ends.length;
    edges.push(NaN);
    offsets[feature + 1] = offsets[feature]! + ends.length + 1;
    lowestEdges[feature] = ends.length > 0 ? edgeBelow(valueAt(0), edgeRule) : NaN;
  }
  return { numRows, numFeatures, bins, offsets, edges: Float32Array.from(edges), lowestEdges };
}

/** Where each bin ends in a sorted feature. Equal values share a bin; missing ones, at the end, are in none of them. */
function binEnds(numRows: number, valueAt: (position: number) => number, maxBins: number): number[] {
  const groupEnds: number[] = [];
  for (let position = 0; position < numRows && !Number.isNaN(valueAt(position)); position++)
    if (position + 1 === numRows || valueAt(position) !== valueAt(position + 1)) groupEnds.push(position + 1);
  if (groupEnds.length <= maxBins) return groupEnds;

  const numPresent = groupEnds.at(-1)!;
  const ends: number[] = [];
  let end = 0;
  for (const groupEnd of groupEnds) {
    const target = (numPresent - end) / (maxBins - ends.length);
    if (groupEnd - end < target && groupEnd < numPresent) continue;
    ends.push(groupEnd);
    end = groupEnd;
  }
  return ends;
}

function edgeBetween(below: number, above: number, rule: EdgeRule): number {
  return rule === 'value' ? above : midpoint(below, above);
}

/** The float32 halfway between two neighbouring values, and always above the lower one. */
export function midpoint(below: number, above: number): number {
  const middle = Math.fround(below + (above - below) / 2);
  return middle > below ? middle : above;
}

function edgeAbove(largest: number, rule: EdgeRule): number {
  return rule === 'value' ? largest + Math.fround(Math.abs(largest) + Math.fround(1e-5)) : Infinity;
}

function edgeBelow(smallest: number, rule: EdgeRule): number {
  return rule === 'value' ? smallest - Math.fround(Math.abs(smallest) + Math.fround(1e-5)) : -Infinity;
}

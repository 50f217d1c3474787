import { binCategories } from './bin-categories';
import type { FeatureMatrix } from './feature-matrix';

const { abs, fround } = Math;
const { isNaN } = Number;

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
  /** For each feature, how many categories it has, 0 for numbers; absent where all are numbers. Categories have no edges. */
  readonly numCategories?: Uint32Array | undefined;
}

/**
 * Bins every feature: one bin for each distinct value where these are at most `maxBins`, else bins of about the same
 * weight each. Categories have one each, up to {@link MAX_BINS}.
 *
 * @param sortedRows for each feature, the rows that have a weight in ascending order, missing values last
 */
export function binMatrix(
  matrix: FeatureMatrix,
  sortedRows: readonly Uint32Array[],
  weights: Float32Array | Float64Array,
  maxBins: number,
  edgeRule: EdgeRule,
): BinnedMatrix {
  const { values, numRows, numFeatures, numCategories } = matrix;
  const bins = new Uint16Array(numRows * numFeatures);
  const offsets = new Uint32Array(numFeatures + 1);
  const lowestEdges = new Float32Array(numFeatures);
  const edges: number[] = [];
  sortedRows.forEach((rows, feature) => {
    const ofFeature = Math.min(numCategories?.[feature] ?? 0, MAX_BINS);
    if (ofFeature > 0) {
      binCategories(matrix, feature, ofFeature, bins);
      for (let bin = 0; bin <= ofFeature; bin++) edges.push(NaN);
      offsets[feature + 1] = edges.length;
      return;
    }
    const valueAt = (place: number) => values[rows[place]! * numFeatures + feature]!;
    const groupEnds = endsOfEqualValues(rows.length, valueAt);
    const ends = groupEnds.length <= maxBins ? groupEnds : endsOfBins(groupEnds, rows, weights, maxBins);
    let place = 0;
    ends.forEach((end, bin) => {
      for (; place < end; place++) bins[rows[place]! * numFeatures + feature] = bin;
      const isLast = bin === ends.length - 1;
      edges.push(
        isLast
          ? edgeAbove(valueAt(end - 1), edgeRule)
          : edgeBetween(valueAt(end - 1), valueAt(end), edgeRule),
      );
    });
    for (; place < rows.length; place++) bins[rows[place]! * numFeatures + feature] = ends.length;
    edges.push(NaN);
    offsets[feature + 1] = edges.length;
    lowestEdges[feature] = ends.length > 0 ? edgeBelow(valueAt(0), edgeRule) : NaN;
  });
  return { numRows, numFeatures, bins, offsets, edges: Float32Array.from(edges), lowestEdges, numCategories };
}

/** Where in a sorted feature each value's rows end; missing values, at the end of all, are left out. */
function endsOfEqualValues(length: number, valueAt: (place: number) => number): number[] {
  const ends: number[] = [];
  for (let place = 0; place < length && !isNaN(valueAt(place)); place++)
    if (place + 1 === length || valueAt(place) !== valueAt(place + 1)) ends.push(place + 1);
  return ends;
}

/** Joins equal values to bins: each ends where it has its share of the weight that those before it have left. */
function endsOfBins(
  groupEnds: readonly number[],
  rows: Uint32Array,
  weights: Float32Array | Float64Array,
  maxBins: number,
): number[] {
  const lastEnd = groupEnds.at(-1)!;
  let left = 0;
  for (let place = 0; place < lastEnd; place++) left += weights[rows[place]!]!;
  const ends: number[] = [];
  let place = 0;
  let inBin = 0;
  for (const end of groupEnds) {
    for (; place < end; place++) inBin += weights[rows[place]!]!;
    const isFull = inBin >= left / (maxBins - ends.length);
    const mayEnd = ends.length < maxBins - 1 && isFull;
    if (!mayEnd && end < lastEnd) continue;
    ends.push(end);
    left -= inBin;
    inBin = 0;
  }
  return ends;
}

function edgeBetween(below: number, above: number, rule: EdgeRule): number {
  return rule === 'value' ? above : midpoint(below, above);
}

/** The float32 halfway between two neighbouring values, and always above the lower one. */
export function midpoint(below: number, above: number): number {
  const middle = fround(below + (above - below) / 2);
  return middle > below ? middle : above;
}

function edgeAbove(largest: number, rule: EdgeRule): number {
  return rule === 'value' ? largest + fround(abs(largest) + fround(1e-5)) : Infinity;
}

function edgeBelow(smallest: number, rule: EdgeRule): number {
  return rule === 'value' ? smallest - fround(abs(smallest) + fround(1e-5)) : -Infinity;
}

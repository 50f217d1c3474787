import type { Table } from '@heph/data';
import type { FeatureSpec } from '../estimator/feature-schema';
import { LEAF, type Tree } from './tree';

const { abs, ceil, fround, imul, log2, max, min } = Math;
const { isNaN } = Number;

/** A column that reaches from its largest number to near 0 has the digits of float32 for its range, not for an offset. */
const shareOfOffset = 1 / 16;
/** Where float32 merges a larger share of a column's distinct numbers, trees would lose what these tell. */
const mostMerged = 1 / 32;
/** Whole numbers up to this are float32. */
const mostCuts = 2 ** 24;

/**
 * The features, those of them with cuts whose numbers float32 would merge, as it does with dates in milliseconds, of which it
 * tells no less than 131 seconds apart. Trees compare such a feature by how many of the cuts, which are doubles, a number has reached.
 * All other features are as they were, and compared in float32.
 */
export function fineFeatures(table: Table, features: readonly FeatureSpec[]): FeatureSpec[] {
  return features.map(feature => {
    if (feature.kind !== 'numeric' || feature.areCodes || feature.codes) return feature;
    const column = table.column(feature.name);
    if (column.kind !== 'numeric') return feature;
    const { values } = column;
    if (values.BYTES_PER_ELEMENT === 4 || !isFarFromZero(values) || !areManyMerged(values)) return feature;
    const distinct = distinctValues(values);
    return isMerged(distinct) ? { ...feature, cuts: cutsBetween(distinct) } : feature;
  });
}

/** A quick look: whether some number is no float32, and all are far from 0 for their range. */
function isFarFromZero(values: ArrayLike<number>): boolean {
  let least = Infinity;
  let most = -Infinity;
  let isExact = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > most) most = value;
    if (isExact && value === value && fround(value) !== value) isExact = false;
  }
  const largest = max(abs(least), abs(most));
  return !isExact && most - least < (1 - shareOfOffset) * largest && fround(largest) < Infinity;
}

/**
 * A look in one pass: whether numbers come that are others than the first with the same float32, and more than may be merged.
 * Where it says no, sorting would find no more.
 */
function areManyMerged(values: ArrayLike<number>): boolean {
  const bits = ceil(log2(2 * values.length + 2));
  const size = 2 ** bits;
  const shift = 32 - bits;
  const keys = new Int32Array(new Float32Array(values).buffer);
  /** For each place of the table the first row there, plus 1. */
  const firstRows = new Int32Array(size);
  let numKeys = 0;
  let others = 0;
  for (let row = 0; row < values.length; row++) {
    const key = keys[row]!;
    let place = imul(key, 0x9e3779b1) >>> shift;
    while (firstRows[place] !== 0 && keys[firstRows[place]! - 1] !== key) place = (place + 1) & (size - 1);
    if (firstRows[place] === 0) {
      firstRows[place] = row + 1;
      numKeys++;
    } else if (values[firstRows[place]! - 1] !== values[row] && values[row] === values[row]) others++;
  }
  return others > mostMerged * numKeys;
}

function distinctValues(values: Float64Array | Float32Array): Float64Array {
  const sorted = Float64Array.from(values.filter(value => !isNaN(value))).sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i]!;
  return sorted.subarray(0, count);
}

function isMerged(distinct: Float64Array): boolean {
  let merged = 0;
  for (let i = 1; i < distinct.length; i++) if (fround(distinct[i]!) === fround(distinct[i - 1]!)) merged++;
  return merged > mostMerged * distinct.length && distinct.length <= mostCuts;
}

/** Halfway between neighbouring values, and always above the lower one. */
function cutsBetween(distinct: Float64Array): number[] {
  return Array.from(distinct.subarray(1), (above, i) => {
    const middle = distinct[i]! + (above - distinct[i]!) / 2;
    return middle > distinct[i]! ? middle : above;
  });
}

/** For each number how many of the cuts it has reached: `x < cuts[i]` where that is at most `i`. NaN stays. */
export function reachedCuts(values: ArrayLike<number>, cuts: readonly number[]): Float32Array {
  return Float32Array.from(values, value => {
    if (isNaN(value)) return NaN;
    let first = 0;
    let last = cuts.length;
    while (first < last) {
      const middle = (first + last) >>> 1;
      if (cuts[middle]! <= value) first = middle + 1;
      else last = middle;
    }
    return first;
  });
}

/** The cut that numbers below a threshold are below of; −1 where there are none, and `cuts.length` where all numbers are. */
export function cutOf(threshold: number, cuts: readonly number[]): number {
  return min(cuts.length, max(-1, ceil(threshold) - 1));
}

/**
 * Leaves each feature the cuts that trees ask for, and turns the trees' thresholds into their numbers, in place.
 * @returns the features
 */
export function withUsedCuts(
  features: readonly FeatureSpec[],
  trees: readonly (readonly Tree[])[],
): readonly FeatureSpec[] {
  if (features.every(feature => cutsOf(feature) === undefined)) return features;
  const used = features.map(() => new Set<number>());
  // Trees of several outputs that share their structure share its arrays, too.
  const structures = [...new Map(trees.flat().map(tree => [tree.threshold, tree])).values()];
  const eachSplit = (
    visit: (threshold: Float32Array, node: number, cuts: readonly number[], f: number) => void,
  ) => {
    for (const { feature, threshold } of structures)
      feature.forEach((f, node) => {
        const cuts = f === LEAF ? undefined : cutsOf(features[f]!);
        if (cuts) visit(threshold, node, cuts, f);
      });
  };
  eachSplit((threshold, node, cuts, f) => used[f]!.add(cutOf(threshold[node]!, cuts)));
  const kept = features.map((feature, f) => {
    const all = cutsOf(feature);
    return all && [...used[f]!].filter(cut => cut >= 0 && cut < all.length).sort((a, b) => a - b);
  });
  const places = kept.map(cuts => cuts && new Map(cuts.map((cut, place) => [cut, place])));
  eachSplit((threshold, node, cuts, f) => {
    const cut = cutOf(threshold[node]!, cuts);
    threshold[node] = cut < 0 ? -1 : (places[f]!.get(cut) ?? kept[f]!.length) + 1;
  });
  return features.map((feature, f) => {
    const all = cutsOf(feature);
    return all ? { ...feature, cuts: kept[f]!.map(cut => all[cut]!) } : feature;
  });
}

export function cutsOf(feature: FeatureSpec): readonly number[] | undefined {
  return feature.kind === 'numeric' ? feature.cuts : undefined;
}

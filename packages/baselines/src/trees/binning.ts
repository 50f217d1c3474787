import { binCategories } from './bin-categories';
import { BinCells } from './bin-cells';
import { endsOfBins } from './bin-ends';
import type { FeatureColumns } from './feature-columns';
import { FeatureSorter } from './sort-features';

const { abs, fround } = Math;

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
  readonly bins: Uint8Array | Uint16Array;
  /** Where each feature's bins begin in a histogram of all features, and where the last one's end. */
  readonly offsets: Uint32Array;
  /** `x < edges[offsets[feature] + bin]` for the values up to that bin, and for no other. */
  readonly edges: Float32Array;
  /** A number that every value of a feature reaches. */
  readonly lowestEdges: Float32Array;
  /** For each feature, how many categories it has, 0 for numbers; absent where all are numbers. Categories have no edges. */
  readonly numCategories?: Uint32Array | undefined;
  /** A WebAssembly memory that begins with the bins, for one reader that may enlarge it: it has to look for them anew then. */
  readonly memory?: WebAssembly.Memory | undefined;
}

/** What else binning is good for, and what it may use. */
interface BinningUse {
  readonly keepOrder?: ((rows: Uint32Array) => void) | undefined;
  readonly scratch?: readonly ArrayBufferView[];
  readonly inMemory?: boolean;
}

/**
 * Bins every feature: one bin for each distinct value where these are at most `maxBins`, else bins of about the same
 * weight each. Categories have one each, up to {@link MAX_BINS}. Of features there are never more than one in memory.
 *
 * @param use.keepOrder called with each feature's rows that have a weight in ascending order, missing values last: a buffer
 *   that the next feature overwrites
 * @param use.scratch memory for {@link FeatureSorter}
 * @param use.inMemory whether to lay the bins into a WebAssembly memory, where there is any
 */
export function binMatrix(
  features: FeatureColumns,
  weights: Float32Array | Float64Array,
  maxBins: number,
  edgeRule: EdgeRule,
  { keepOrder, scratch, inMemory = false }: BinningUse = {},
): BinnedMatrix {
  const { numRows, numFeatures, numCategories } = features;
  const cells = new BinCells(numRows, numFeatures, inMemory);
  const sorter = new FeatureSorter(weights, scratch);
  const offsets = new Uint32Array(numFeatures + 1);
  const lowestEdges = new Float32Array(numFeatures);
  const edges: number[] = [];
  const inOrder = weightsInOrder(weights, sorter.numRows);
  for (let feature = 0; feature < numFeatures; feature++) {
    const column = features.column(feature);
    const ofFeature = Math.min(numCategories?.[feature] ?? 0, MAX_BINS);
    if (ofFeature > 0) {
      keepOrder?.(sorter.sort(column).rows);
      binCategories(column, ofFeature, cells, feature);
      for (let bin = 0; bin < ofFeature; bin++) edges.push(NaN);
    } else {
      const { rows, values } = sorter.sort(column);
      keepOrder?.(rows);
      const ends = endsOfBins(values, maxBins, () => inOrder(rows));
      writeBins(rows, ends, cells, feature);
      const last = ends.length - 1;
      for (let bin = 0; bin < last; bin++)
        edges.push(edgeBetween(values[ends[bin]! - 1]!, values[ends[bin]!]!, edgeRule));
      if (last >= 0) edges.push(edgeAbove(values[ends[last]! - 1]!, edgeRule));
      lowestEdges[feature] = last >= 0 ? edgeBelow(values[0]!, edgeRule) : NaN;
    }
    edges.push(NaN);
    offsets[feature + 1] = edges.length;
  }
  const { bins, memory } = cells;
  const shape = { numRows, numFeatures, numCategories };
  return { ...shape, bins, memory, offsets, edges: Float32Array.from(edges), lowestEdges };
}

/** Gives the weights of rows in the order of these, in a buffer that it reuses; where all are alike, as they are. */
function weightsInOrder(weights: Float32Array | Float64Array, numRows: number) {
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

import { binCategories } from './bin-categories';
import { BinCells } from './bin-cells';
import type { FeatureColumns } from './feature-columns';

/** The most bins a feature can have: bin numbers are 16 bits wide, and one of them is for missing values. */
export const MAX_BINS = 65535;

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

/** What {@link binMatrix} asks about a feature of numbers. */
export interface FeatureBins {
  /** For each bin the number that all values up to it are below, and no others. */
  readonly edges: ArrayLike<number>;
  /** A number that every value reaches. */
  readonly lowestEdge: number;
}

/** Parts features into bins, one after another. */
export interface Binner {
  /** Bins a feature of numbers, NaN = missing, by writing to its cells; missing values have the bin after the last. */
  bin(values: Float32Array, cells: BinCells, feature: number): FeatureBins;
}

/**
 * Bins every feature: numbers as the binner does, categories in a bin each, up to {@link MAX_BINS}. Of features there are
 * never more than one in memory.
 *
 * @param inMemory whether to lay the bins into a WebAssembly memory, where there is any
 */
export function binMatrix(features: FeatureColumns, binner: Binner, inMemory = false): BinnedMatrix {
  const { numRows, numFeatures, numCategories } = features;
  const cells = new BinCells(numRows, numFeatures, inMemory);
  const offsets = new Uint32Array(numFeatures + 1);
  const lowestEdges = new Float32Array(numFeatures);
  const edges: number[] = [];
  for (let feature = 0; feature < numFeatures; feature++) {
    const column = features.column(feature);
    const ofFeature = Math.min(numCategories?.[feature] ?? 0, MAX_BINS);
    if (ofFeature > 0) {
      binCategories(column, ofFeature, cells, feature);
      for (let bin = 0; bin < ofFeature; bin++) edges.push(NaN);
    } else {
      const found = binner.bin(column, cells, feature);
      for (let bin = 0; bin < found.edges.length; bin++) edges.push(found.edges[bin]!);
      lowestEdges[feature] = found.lowestEdge;
    }
    edges.push(NaN);
    offsets[feature + 1] = edges.length;
  }
  const { bins, memory } = cells;
  const shape = { numRows, numFeatures, numCategories };
  return { ...shape, bins, memory, offsets, edges: Float32Array.from(edges), lowestEdges };
}

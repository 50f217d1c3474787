import type { FeatureMatrix } from './feature-matrix';

const { isNaN } = Number;

/**
 * Gives each category of a feature a bin of its own, by its place in the dictionary; missing values have the bin after them.
 * Categories beyond `numBins` count as missing.
 */
export function binCategories(
  { values, numRows, numFeatures }: FeatureMatrix,
  feature: number,
  numBins: number,
  bins: Uint16Array,
): void {
  for (let row = 0; row < numRows; row++) {
    const cell = row * numFeatures + feature;
    const code = values[cell]!;
    bins[cell] = isNaN(code) ? numBins : Math.min(code, numBins);
  }
}

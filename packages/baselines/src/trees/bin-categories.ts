import type { BinCells } from './bin-cells';

const { isNaN } = Number;

/**
 * Gives each category of a feature a bin of its own, by its place in the dictionary; missing values have the bin after them.
 * Categories beyond `numBins` count as missing.
 */
export function binCategories(codes: Float32Array, numBins: number, cells: BinCells, feature: number): void {
  const bins = cells.upTo(numBins);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    bins[row * cells.numFeatures + feature] = isNaN(code) ? numBins : Math.min(code, numBins);
  }
}

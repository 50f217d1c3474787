import { positiveInteger } from './support/arguments';
import { isBin } from './support/bins';

/**
 * Bin edges of a column at its quantiles `0, 1/T, …, 1`, ascending: what
 * `numericEmbedding({ kind: 'piecewiseLinear', boundaries })` wants for each column.
 *
 * Quantiles are interpolated between neighbouring values, as NumPy does by default. Missing and infinite values are
 * left out, and of edges that coincide one is kept, so that there may be fewer than `numBins` bins. A column of one
 * value `c` has the one bin from `c` to `c + max(1, |c|)`, a column of none that from 0 to 1.
 *
 * @param values a column, in the units that the layer will be given
 * @param numBins the most bins `T` to make
 * @throws RangeError when `numBins` is not a positive integer
 *
 * ```ts
 * import { numericEmbedding, quantileBoundaries } from '@heph/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const [age, price] = [[31, 40, NaN, 25], [1.5, 1.5, 9, 3]];
 * const boundaries = [age, price].map(column => quantileBoundaries(column, 2)); // [[25, 31, 40], [1.5, 2.25, 9]]
 * const layer = numericEmbedding({ kind: 'piecewiseLinear', boundaries, outputDim: 8 });
 * const tokens = layer.apply(tensor([[33, 2.5]])); // [1, 2, 8]
 * ```
 *
 * The quantile-based bins of Gorishniy, Rubachev and Babenko 2022, "On Embeddings for Numerical Features in Tabular
 * Deep Learning", section 3.2.1.
 */
export function quantileBoundaries(values: ArrayLike<number>, numBins: number): number[] {
  positiveInteger('numBins', numBins);
  const sorted = Float64Array.from(values)
    .filter(value => Number.isFinite(value))
    .sort();
  if (sorted.length === 0) return [0, 1];
  const edges = [sorted[0]!];
  for (let t = 1; t <= numBins; t++) {
    const edge = quantile(sorted, t / numBins);
    if (isBin(edges.at(-1)!, edge)) edges.push(edge);
  }
  const [first] = edges as [number];
  return edges.length > 1 ? edges : [first, first + Math.max(1, Math.abs(first))];
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (above - below) * (position - Math.floor(position));
}

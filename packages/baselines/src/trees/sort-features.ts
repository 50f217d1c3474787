import { Argsort } from './argsort';
import type { FeatureMatrix } from './feature-matrix';

/** The rows that have a weight in ascending order of each feature, missing values last. */
export function sortFeatures(
  { values, numFeatures }: FeatureMatrix,
  weights: Float32Array | Float64Array,
): Uint32Array[] {
  const rows = weightedRows(weights);
  const column = new Float32Array(rows.length);
  const argsort = new Argsort(rows.length);
  return Array.from({ length: numFeatures }, (_, feature) => {
    for (let i = 0; i < rows.length; i++) column[i] = values[rows[i]! * numFeatures + feature]!;
    const order = argsort.sort(column);
    for (let i = 0; i < order.length; i++) order[i] = rows[order[i]!]!;
    return order;
  });
}

/** The rows whose weight is above 0. */
export function weightedRows(weights: Float32Array | Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) rows[count++] = row;
  return rows.slice(0, count);
}

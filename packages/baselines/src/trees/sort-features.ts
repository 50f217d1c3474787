import { argsort } from './argsort';
import type { FeatureMatrix } from './feature-matrix';

/** Each feature's rows in ascending order, missing values last. */
export function sortFeatures({ values, numRows, numFeatures }: FeatureMatrix): Uint32Array[] {
  const column = new Float32Array(numRows);
  return Array.from({ length: numFeatures }, (_, feature) => {
    for (let row = 0; row < numRows; row++) column[row] = values[row * numFeatures + feature]!;
    return argsort(column);
  });
}

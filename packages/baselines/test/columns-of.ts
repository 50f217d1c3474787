import type { FeatureColumns } from '../src/trees/feature-columns';
import type { FeatureMatrix } from '../src/trees/feature-matrix';

/** The columns of a matrix. */
export function columnsOf({ values, numRows, numFeatures, numCategories }: FeatureMatrix): FeatureColumns {
  const column = (feature: number) => {
    const ofFeature = new Float32Array(numRows);
    for (let row = 0; row < numRows; row++) ofFeature[row] = values[row * numFeatures + feature]!;
    return ofFeature;
  };
  return { numRows, numFeatures, numCategories, column };
}

import { HephError, type Table } from '@heph/data';
import { featureValues, type FeatureSpec } from '../estimator/feature-schema';

/**
 * Rows × features as float32, one row after another; NaN = missing. Trees compare in float32, as XGBoost and
 * scikit-learn do, in training and in prediction alike.
 */
export interface FeatureMatrix {
  readonly values: Float32Array;
  readonly numRows: number;
  readonly numFeatures: number;
  /** For each feature, how many categories it has, whose places its values are; 0 for numbers. Absent: all are numbers. */
  readonly numCategories?: Uint32Array | undefined;
}

/**
 * A table's features as trees read them, categories by their places in the training table's dictionary.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 */
export function encodeFeatures(table: Table, features: readonly FeatureSpec[]): FeatureMatrix {
  const { numRows } = table;
  const numFeatures = features.length;
  const values = new Float32Array(numRows * numFeatures);
  features.forEach((feature, j) => {
    const column = featureValues(table, feature);
    for (let row = 0; row < numRows; row++) {
      const value = Math.fround(column[row]!);
      if (value === Infinity || value === -Infinity)
        throw new HephError(
          'invalid-data',
          `column "${feature.name}", row ${row + 1}: expected a number within float32's range; found ${column[row]}`,
        );
      values[row * numFeatures + j] = value;
    }
  });
  return { values, numRows, numFeatures, numCategories: categoryCounts(features) };
}

function categoryCounts(features: readonly FeatureSpec[]): Uint32Array | undefined {
  const counts = Uint32Array.from(features, feature =>
    feature.kind === 'categorical' ? feature.categories.length : 0,
  );
  return counts.some(count => count > 0) ? counts : undefined;
}

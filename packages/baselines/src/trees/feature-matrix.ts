import type { Table } from '@heph/data';
import type { FeatureSpec } from '../estimator/feature-schema';
import { featureColumns, type FeatureColumns } from './feature-columns';

/** Rows × features as float32, one row after another; NaN = missing. */
export interface FeatureMatrix {
  readonly values: Float32Array;
  readonly numRows: number;
  readonly numFeatures: number;
  /** As {@link FeatureColumns} have it. */
  readonly numCategories?: Uint32Array | undefined;
}

/**
 * A table's features as trees read them, categories by their places in the training table's dictionary.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 */
export function encodeFeatures(table: Table, features: readonly FeatureSpec[]): FeatureMatrix {
  return matrixOf(featureColumns(table, features));
}

/** The columns row by row. */
export function matrixOf(columns: FeatureColumns): FeatureMatrix {
  const { numRows, numFeatures, numCategories } = columns;
  const values = new Float32Array(numRows * numFeatures);
  for (let feature = 0; feature < numFeatures; feature++) {
    const column = columns.column(feature);
    for (let row = 0; row < numRows; row++) values[row * numFeatures + feature] = column[row]!;
  }
  return { values, numRows, numFeatures, numCategories };
}

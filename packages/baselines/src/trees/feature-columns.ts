import { HephError, requireTable, type Table } from '@heph/data';
import { featureValues, type FeatureSpec } from '../estimator/feature-schema';
import { cutsOf, reachedCuts } from './fine-features';

/**
 * Features as float32, one column at a time; NaN = missing. Trees compare in float32, as XGBoost and scikit-learn do, in
 * training and in prediction alike; numbers that float32 would merge are the numbers of the cuts they reach.
 */
export interface FeatureColumns {
  readonly numRows: number;
  readonly numFeatures: number;
  /** For each feature, how many categories it has, whose places its values are; 0 for numbers. Absent: all are numbers. */
  readonly numCategories?: Uint32Array | undefined;
  /** One value a row. The table's own array where that is float32, else made anew: not to be written to. */
  column(feature: number): Float32Array;
}

/**
 * A table's features as trees read them, categories by their places in the training table's dictionary.
 * @throws HephError from `column`: `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 */
export function featureColumns(table: Table, features: readonly FeatureSpec[]): FeatureColumns {
  requireTable('table', table);
  const { numRows } = table;
  const column = (feature: number) => float32Column(table, features[feature]!);
  return { numRows, numFeatures: features.length, numCategories: categoryCounts(features), column };
}

function float32Column(table: Table, feature: FeatureSpec): Float32Array {
  const values = featureValues(table, feature);
  const cuts = cutsOf(feature);
  if (cuts) return reachedCuts(values, cuts);
  // Any instance's, not only this realm's: all have been found finite.
  if (values.BYTES_PER_ELEMENT === 4) return values as Float32Array;
  const rounded = new Float32Array(values);
  const row = rounded.findIndex(value => value === Infinity || value === -Infinity);
  if (row >= 0)
    throw new HephError(
      'invalid-data',
      `column "${feature.name}", row ${row + 1}: expected a number within float32's range; found ${values[row]}`,
    );
  return rounded;
}

function categoryCounts(features: readonly FeatureSpec[]): Uint32Array | undefined {
  const counts = Uint32Array.from(features, feature =>
    feature.kind === 'categorical' ? feature.categories.length : 0,
  );
  return counts.some(count => count > 0) ? counts : undefined;
}

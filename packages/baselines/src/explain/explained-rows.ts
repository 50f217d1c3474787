import type { Table } from '@heph/data';
import type { ProgressOptions } from '@heph/estimator';
import type { FeatureSpec } from '../estimator/feature-schema';
import { encodeFeatures, type FeatureMatrix } from '../trees/feature-matrix';
import type { Ensemble } from './ensemble';

/** What is to be explained. */
export interface ExplainedRows {
  readonly ensemble: Ensemble;
  readonly matrix: FeatureMatrix;
  readonly featureNames: readonly string[];
  /** For each output, what the model predicts for the rows, rounded as it rounds. */
  readonly predictions: readonly ArrayLike<number>[];
}

/** Options of explanations. */
export type ExplainOptions = ProgressOptions;

/**
 * A table's rows with a model that has predicted for them.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 */
export function explainedRows(
  ensemble: Ensemble,
  table: Table,
  features: readonly FeatureSpec[],
  predictions: readonly ArrayLike<number>[],
): ExplainedRows {
  const featureNames = features.map(({ name }) => name);
  return { ensemble, matrix: encodeFeatures(table, features), featureNames, predictions };
}

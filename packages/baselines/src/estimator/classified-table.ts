import { requireColumns, requireRows, type Table } from '@heph/data';
import {
  checkWeights,
  classIndices,
  fitClasses,
  mostProbable,
  type FitOptions,
  type RowWeights,
} from '@heph/estimator';
import { describeFeatures, type FeatureSpec } from './feature-schema';
import { requireOptions } from './training-table';

/** A table that has been found fit for a classifier to learn from. */
export interface ClassifiedTable {
  readonly features: FeatureSpec[];
  /** In ascending order: numbers by size, text by its characters. */
  readonly classes: string[];
  /** Each row's index in `classes`; 0 for a class that only rows without a weight have. */
  readonly labels: Float32Array;
  readonly weights: RowWeights;
}

/**
 * Makes sure that a classifier can learn from a table.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 * @throws RangeError if `features` is of no use; TypeError at an option that does not exist
 */
export function checkClassifiedTable(table: Table, options: FitOptions): ClassifiedTable {
  requireOptions(options);
  const { target, features, sampleWeight } = options;
  requireColumns(table, [target]);
  requireRows(table, 2);
  const specs = describeFeatures(table, target, features);
  const weights = checkWeights(sampleWeight, table.numRows);
  const isCounted = (row: number) => weights[row]! > 0;
  const classes = fitClasses(table, target, isCounted);
  const labels = Float32Array.from(classIndices(table, target, classes, isCounted));
  return { features: specs, classes, labels, weights };
}

/** Each row's most probable class; of equals, the first. */
export function mostProbableClasses(
  probabilities: readonly Float32Array[],
  classes: readonly string[],
): string[] {
  return probabilities.map(row => classes[mostProbable(row)]!);
}

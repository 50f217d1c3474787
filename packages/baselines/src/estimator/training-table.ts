import {
  checkOptions,
  HephError,
  requireColumns,
  requireRows,
  requireTable,
  requireTarget,
  type Table,
} from '@heph/data';
import { checkWeights, fitOptionNames, type FitOptions, type RowWeights } from '@heph/estimator';
import { describeFeatures, type FeatureSpec } from './feature-schema';

/** No target may be larger, so that sums of a few predictions still are doubles. */
const mostTarget = 2 ** 1010;

/** A table that has been found fit to learn from. */
export interface TrainingTable {
  readonly features: FeatureSpec[];
  readonly target: Float64Array | Float32Array;
  readonly weights: RowWeights;
}

/**
 * Makes sure that a regressor can learn from a table.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 * @throws RangeError if `features` is of no use; TypeError at an option that does not exist
 */
export function checkTrainingTable(table: Table, options: FitOptions): TrainingTable {
  requireOptions(options);
  const { target, features, sampleWeight } = options;
  requireColumns(table, [target]);
  requireRows(table, 2);
  const { values } = requireTarget(table, target);
  checkMagnitude(target, values);
  return {
    features: describeFeatures(table, target, features),
    target: values,
    weights: checkWeights(sampleWeight, table.numRows),
  };
}

/** @throws HephError `invalid-data`, naming the first row whose number is too large to compute with */
function checkMagnitude(name: string, values: ArrayLike<number>): void {
  for (let row = 0; row < values.length; row++)
    if (values[row]! > mostTarget || values[row]! < -mostTarget)
      throw new HephError(
        'invalid-data',
        `column "${name}", row ${row + 1}: expected a target of at most 1e304 in size; found ${values[row]}`,
      );
}

/** @throws TypeError at an option that does not exist, or without a target */
export function requireOptions(options: FitOptions): void {
  if (options === undefined)
    throw new TypeError("fit: expected options with a target, { target: '…' }; received undefined");
  checkOptions('fit', options, fitOptionNames);
  if (typeof options.target !== 'string')
    throw new TypeError(`target must be a column's name; received ${String(options.target)}`);
  if (options.validation !== undefined) requireTable('validation', options.validation);
}

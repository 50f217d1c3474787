import { HephError, requireColumns, requireRows, requireTarget, type Table } from '@heph/data';
import type { ClassifierFitOptions } from './contract';
import { describeFeatures, type FeatureSpec } from './feature-schema';
import { checkWeights, type RowWeights } from './training-table';

/** A table that has been found fit for a classifier to learn from. */
export interface ClassifiedTable {
  readonly features: FeatureSpec[];
  /** In ascending order: numbers by size, text by its characters. */
  readonly classes: string[];
  /** Each row's place in `classes`; 0 for a class that only rows without a weight have. */
  readonly labels: Float32Array;
  readonly weights: RowWeights;
}

/**
 * Makes sure that a classifier can learn from a table.
 * @throws HephError `missing-column`, `schema-mismatch` or `invalid-data`, naming column and row
 * @throws RangeError if `features` is of no use
 */
export function checkClassifiedTable(table: Table, options: ClassifierFitOptions): ClassifiedTable {
  const { target, features, sampleWeight } = options;
  if (typeof target !== 'string')
    throw new TypeError(`target must be a column's name; received ${String(target)}`);
  requireColumns(table, [target]);
  requireRows(table, 2);
  const specs = describeFeatures(table, target, features);
  const names = classNames(table, target);
  const weights = checkWeights(sampleWeight, table.numRows);
  const classes = distinctClasses(names, weights, table.column(target).kind === 'numeric');
  if (classes.length < 2)
    throw new HephError(
      'invalid-data',
      `column "${target}" must have at least two classes; found only "${classes[0]}"`,
    );
  const places = new Map(classes.map((name, place) => [name, place]));
  return {
    features: specs,
    classes,
    labels: Float32Array.from(names, name => places.get(name) ?? 0),
    weights,
  };
}

/**
 * The classes' places of another table's rows.
 * @throws HephError `invalid-data` at a class that training did not have
 */
export function classLabels(table: Table, target: string, classes: readonly string[]): Float32Array {
  const places = new Map(classes.map((name, place) => [name, place]));
  return Float32Array.from(classNames(table, target), (name, row) => {
    const place = places.get(name);
    if (place === undefined)
      throw new HephError(
        'invalid-data',
        `column "${target}", row ${row + 1}: expected one of the classes [${classes.join(', ')}]; found "${name}"`,
      );
    return place;
  });
}

/** Every row's class as text. */
function classNames(table: Table, target: string): string[] {
  const column = table.column(target);
  if (column.kind === 'numeric') return Array.from(requireTarget(table, target).values, String);
  return Array.from(column.codes, (code, row) => {
    const name = column.categories[code];
    if (name === undefined)
      throw new HephError(
        'invalid-data',
        `column "${target}", row ${row + 1}: expected a class; found a missing value`,
      );
    return name;
  });
}

function distinctClasses(names: readonly string[], weights: RowWeights, areNumbers: boolean): string[] {
  const distinct = [...new Set(names.filter((_, row) => weights[row]! > 0))];
  return areNumbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
}

/** Whether a value read from a file is a list of at least two distinct classes. */
export function isClasses(value: unknown): value is string[] {
  const areTexts = Array.isArray(value) && value.every(item => typeof item === 'string');
  return areTexts && value.length >= 2 && new Set(value).size === value.length;
}

/** Each row's most probable class; of equals, the first. */
export function mostProbable(probabilities: readonly Float32Array[], classes: readonly string[]): string[] {
  return probabilities.map(row => classes[row.indexOf(row.reduce((most, p) => Math.max(most, p), -1))]!);
}

import {
  categoryPlaces,
  HephError,
  requireColumns,
  requireNumericColumn,
  type Column,
  type ColumnSchema,
  type Table,
} from '@heph/data';

/** Categories that are integers, in the order of their places, and XGBoost's number for their type. */
export interface NumericCategories {
  readonly values: readonly number[];
  readonly type: number;
}

/** A feature as it was in training. */
export type FeatureSpec =
  /**
   * `areCodes`: its numbers are categories, as a model by XGBoost has them; `codes`: which ones, if it tells. `cuts`: the
   * numbers, ascending, at which trees cut it, where float32 would merge its values.
   */
  | {
      readonly name: string;
      readonly kind: 'numeric';
      readonly areCodes?: true | undefined;
      readonly codes?: NumericCategories | undefined;
      readonly cuts?: readonly number[] | undefined;
    }
  /** `categories`: those that training rows had, in the order of the training table's dictionary. */
  | { readonly name: string; readonly kind: 'categorical'; readonly categories: readonly string[] };

/**
 * The features to learn from: those asked for, or all columns but the target.
 * @throws HephError `missing-column`; `invalid-data` if there is none
 * @throws RangeError if the target is among them, or one comes twice
 */
export function describeFeatures(
  table: Table,
  target: string,
  features: readonly string[] = table.columnNames.filter(name => name !== target),
): FeatureSpec[] {
  if (features.length === 0)
    throw new HephError(
      'invalid-data',
      `expected at least one column besides the target "${target}"; found none`,
    );
  if (features.includes(target))
    throw new RangeError(`features must not include the target; received "${target}"`);
  const twice = features.find((name, i) => features.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`features must be distinct; received "${twice}" twice`);
  requireColumns(table, features);
  return features.map(name => describeColumn(table.column(name)));
}

function describeColumn(column: Column): FeatureSpec {
  const { name, kind } = column;
  if (kind === 'numeric') return { name, kind };
  const used = new Set(column.codes);
  return { name, kind, categories: column.categories.filter((_, code) => used.has(code)) };
}

/**
 * The columns of a model, as the next file is read like it.
 * @param classes of the target; none where it is a number
 */
export function modelSchema(
  features: readonly FeatureSpec[],
  target: string,
  classes: readonly string[] = [],
): ColumnSchema[] {
  const ofFeatures = features.map((feature): ColumnSchema =>
    feature.kind === 'numeric' ? { name: feature.name, kind: feature.kind } : feature,
  );
  const ofTarget: ColumnSchema =
    classes.length === 0
      ? { name: target, kind: 'numeric' }
      : { name: target, kind: 'categorical', categories: classes };
  return [...ofFeatures, ofTarget];
}

/**
 * A feature of another table as numbers, `NaN` where it is missing. Categories become their places in the training
 * table's dictionary, in whichever spelling; those that training never saw are missing, and who listens to warnings is
 * told of them. A column without any value fits either kind.
 *
 * @throws HephError `missing-column`; `schema-mismatch` if it is of another kind than in training; `invalid-data` if a
 *   value is infinite
 */
export function featureValues(table: Table, feature: FeatureSpec): Float64Array | Float32Array {
  const { name } = feature;
  if (feature.kind === 'numeric') {
    const { values } = requireNumericColumn(table, name);
    return feature.codes ? placesOf(values, feature.codes.values) : values;
  }
  const column = table.column(name);
  if (column.kind !== 'categorical' && column.values.some(value => !Number.isNaN(value)))
    throw new HephError(
      'schema-mismatch',
      `column "${name}" must be categorical, as it was in training; it is ${column.kind}: read the table with { like: model }`,
    );
  return Float64Array.from(categoryPlaces(column, feature.categories), place => (place < 0 ? NaN : place));
}

function placesOf(values: Float64Array | Float32Array, categories: readonly number[]): Float64Array {
  const places = new Map(categories.map((category, place) => [category, place]));
  return Float64Array.from(values, value => places.get(value) ?? NaN);
}

/** Whether a value read from a file is a list of features. */
export function isFeatureSpecs(value: unknown): value is FeatureSpec[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFeatureSpec);
}

function isFeatureSpec(value: unknown): value is FeatureSpec {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, categories, codes, cuts } = value as Record<string, unknown>;
  if (typeof name !== 'string') return false;
  if (kind === 'numeric')
    return (codes === undefined || areNumericCategories(codes)) && (cuts === undefined || areCuts(cuts));
  return (
    kind === 'categorical' && Array.isArray(categories) && categories.every(item => typeof item === 'string')
  );
}

function areCuts(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(Number.isFinite) &&
    value.every((cut, i) => i === 0 || cut > value[i - 1])
  );
}

function areNumericCategories(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { values, type } = value as Record<string, unknown>;
  return Number.isInteger(type) && Array.isArray(values) && values.every(Number.isInteger);
}

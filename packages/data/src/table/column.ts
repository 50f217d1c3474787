/** A column of numbers, one a row. `NaN` stands for a missing value. */
export class NumericColumn {
  readonly kind = 'numeric';
  readonly length: number;

  /**
   * @param name the column's name
   * @param values one number a row, `NaN` = missing. Shared, never written: treat it as read-only too.
   */
  constructor(
    readonly name: string,
    readonly values: Float64Array | Float32Array,
  ) {
    this.length = values.length;
    Object.freeze(this);
  }

  /** The number in row `index` (from 0), or `null` where it is missing. */
  get(index: number): number | null {
    const value = this.values[index];
    if (value === undefined) throw outOfRange(this, index);
    return Number.isNaN(value) ? null : value;
  }
}

/**
 * A column of text, dictionary-encoded: `categories[codes[row]]` is a row's text. Categories are distinct;
 * they may include some that no row of this table uses, because rows taken from a table keep its dictionary.
 */
export class CategoricalColumn {
  readonly kind = 'categorical';
  readonly length: number;

  /**
   * @param name the column's name
   * @param codes one index into `categories` a row, `-1` = missing. Shared, never written: treat it as read-only too.
   * @param categories the distinct texts
   */
  constructor(
    readonly name: string,
    readonly codes: Int32Array,
    readonly categories: readonly string[],
  ) {
    this.length = codes.length;
    Object.freeze(this);
  }

  /** The text in row `index` (from 0), or `null` where it is missing. */
  get(index: number): string | null {
    const code = this.codes[index];
    if (code === undefined) throw outOfRange(this, index);
    return this.categories[code] ?? null;
  }
}

/** A table's column; `kind` tells which of the two it is. */
export type Column = NumericColumn | CategoricalColumn;

/** What kind of values a column holds. */
export type ColumnKind = Column['kind'];

function outOfRange(column: Column, index: number): RangeError {
  return new RangeError(
    `row must be an integer from 0 to ${column.length - 1} in column "${column.name}"; received ${index}`,
  );
}

/** The same values under another name, without a copy. */
export function renameColumn(column: Column, name: string): Column {
  if (column.name === name) return column;
  return column.kind === 'numeric'
    ? new NumericColumn(name, column.values)
    : new CategoricalColumn(name, column.codes, column.categories);
}

/** The rows at `indices`, copied in that order. Indices must be within the column. */
export function takeFromColumn(column: Column, indices: ArrayLike<number>): Column {
  const source = column.kind === 'numeric' ? column.values : column.codes;
  const taken = emptyLike(source, indices.length);
  for (let row = 0; row < indices.length; row++) taken[row] = source[indices[row]!]!;
  return withValues(column, taken);
}

/** The rows from `start` up to `end`, as a view on the same memory. */
export function sliceColumn(column: Column, start: number, end: number): Column {
  return column.kind === 'numeric'
    ? new NumericColumn(column.name, column.values.subarray(start, end))
    : new CategoricalColumn(column.name, column.codes.subarray(start, end), column.categories);
}

/** Whether any row has a value. */
export function hasValues(column: Column): boolean {
  return column.kind === 'numeric'
    ? column.values.some(value => !Number.isNaN(value))
    : column.codes.some(code => code >= 0);
}

/** A column of that kind, name and length in which no row has a value. */
export function withoutValues({ name, length }: Column, kind: ColumnKind): Column {
  return kind === 'numeric'
    ? new NumericColumn(name, new Float64Array(length).fill(NaN))
    : new CategoricalColumn(name, new Int32Array(length).fill(-1), Object.freeze([]));
}

function emptyLike<T extends Float64Array | Float32Array | Int32Array>(source: T, length: number): T {
  return new (source.constructor as new (length: number) => T)(length);
}

function withValues(column: Column, values: Float64Array | Float32Array | Int32Array): Column {
  return column.kind === 'numeric'
    ? new NumericColumn(column.name, values as Float64Array | Float32Array)
    : new CategoricalColumn(column.name, values as Int32Array, column.categories);
}

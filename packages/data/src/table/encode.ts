import { HephError } from '../errors';
import { describeValue } from '../options/describe-value';
import { NumericColumn, renameColumn, type CategoricalColumn, type Column, type ColumnKind } from './column';
import { CategoricalBuilder, NumericBuilder } from './column-builders';

/**
 * Values for one column, one a row: numbers (`NaN`, `null` and `undefined` are missing), text, booleans (they
 * become the categories `'false'` and `'true'`, as they would from CSV text), or another table's column.
 */
export type ColumnInput =
  | ArrayLike<number | null | undefined>
  | ArrayLike<string | null | undefined>
  | ArrayLike<boolean | null | undefined>
  | Column;

/**
 * Encodes values as a column of its own memory; the input is only read.
 *
 * `Date` becomes its milliseconds since 1970 (UTC). `bigint` becomes a number, unless one of them, or a whole number beside
 * them, lies beyond 2⁵³, where doubles cannot tell neighbours apart: then all are text. Without any value the column is
 * numeric.
 *
 * @param kind what the column is to be; default: its values decide. Numbers and booleans make categories of their text.
 * @throws HephError `invalid-data` where a value is of no such type, or numbers and text are mixed
 */
export function encodeColumn(name: string, values: ArrayLike<unknown> | Column, kind?: ColumnKind): Column {
  if (isColumn(values)) {
    if (kind === undefined || values.kind === kind) return renameColumn(values, name);
    return encodeColumn(
      name,
      Array.from({ length: values.length }, (_, row) => values.get(row)),
      kind,
    );
  }
  if (!isArrayLike(values))
    throw new TypeError(
      `column "${name}" must be an array or a typed array; received ${describeValue(values)}`,
    );
  if (isFloatArray(values) && kind !== 'categorical') return new NumericColumn(name, values.slice());

  const firstRow = firstPresent(values);
  if (kind === 'categorical') return encodeAsText(name, values, firstRow);
  if (firstRow < 0 || kind === 'numeric') return encodeNumbers(name, values, firstRow);
  if (isText(values[firstRow])) return encodeText(name, values, firstRow);
  return areNames(values) ? encodeAsText(name, values, firstRow) : encodeNumbers(name, values, firstRow);
}

/** Whether whole numbers are among `values` that a double cannot hold, and nothing but whole numbers. */
function areNames(values: ArrayLike<unknown>): boolean {
  let isBeyondDoubles = false;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === 'bigint') isBeyondDoubles ||= !Number.isSafeInteger(Number(value));
    else if (!isMissing(value) && !Number.isInteger(value)) return false;
  }
  return isBeyondDoubles;
}

/** Whether something has a length and values by number; columns and text are none. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== 'object' || value === null || isColumn(value)) return false;
  const { length } = value as { length?: unknown };
  return typeof length === 'number' && length >= 0;
}

/** Tells columns by their marker, which holds for those of another copy of this package as well. */
export function isColumn(values: unknown): values is Column {
  const kind = (values as Partial<Column> | null | undefined)?.kind;
  return kind === 'numeric' || kind === 'categorical';
}

/** Tells float arrays by their tag, which holds for arrays of another realm as well. */
export function isFloatArray(values: unknown): values is Float64Array | Float32Array {
  if (!ArrayBuffer.isView(values)) return false;
  const tag = (values as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag];
  return tag === 'Float64Array' || tag === 'Float32Array';
}

function encodeNumbers(name: string, values: ArrayLike<unknown>, firstRow: number): NumericColumn {
  const builder = new NumericBuilder(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) builder.add(NaN);
    else if (typeof value === 'number') builder.add(value);
    else if (typeof value === 'bigint') builder.add(Number(value));
    else if (isDate(value)) builder.add(value.getTime());
    else throw unexpected(name, values, row, firstRow);
  }
  return builder.finish(name);
}

function encodeText(name: string, values: ArrayLike<unknown>, firstRow: number): CategoricalColumn {
  const builder = new CategoricalBuilder(values.length);
  const type = typeof values[firstRow];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) builder.add(null);
    else if (typeof value === type) builder.add(String(value));
    else throw unexpected(name, values, row, firstRow);
  }
  return builder.finish(name);
}

function encodeAsText(name: string, values: ArrayLike<unknown>, firstRow: number): CategoricalColumn {
  const builder = new CategoricalBuilder(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) builder.add(null);
    else if (['string', 'boolean', 'bigint', 'number'].includes(typeof value)) builder.add(String(value));
    else throw unexpected(name, values, row, firstRow);
  }
  return builder.finish(name);
}

function firstPresent(values: ArrayLike<unknown>): number {
  for (let row = 0; row < values.length; row++) if (!isMissing(values[row])) return row;
  return -1;
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean';
}

function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function unexpected(name: string, values: ArrayLike<unknown>, row: number, firstRow: number): HephError {
  const found = `column "${name}", row ${row + 1}: found ${describeValue(values[row])}`;
  if (row === firstRow)
    return new HephError('invalid-data', `${found}; expected a number, text, boolean, bigint, Date or null`);
  return new HephError(
    'invalid-data',
    `${found}, but row ${firstRow + 1} holds ${describeValue(values[firstRow])}; expected values of one kind`,
  );
}

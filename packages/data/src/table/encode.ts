import { HephError } from '../errors';
import { NumericColumn, renameColumn, type CategoricalColumn, type Column } from './column';
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
 * `bigint` becomes the nearest number, `Date` its milliseconds since 1970 (UTC). Without any value the column is numeric.
 * @throws HephError `invalid-data` where a value is of no such type, or numbers and text are mixed
 */
export function encodeColumn(name: string, values: ArrayLike<unknown> | Column): Column {
  if (isColumn(values)) return renameColumn(values, name);
  if (typeof values !== 'object' || values === null || !(values.length >= 0))
    throw new TypeError(`column "${name}" must be an array or a typed array; received ${describe(values)}`);
  if (isFloatArray(values)) return new NumericColumn(name, values.slice());

  const firstRow = firstPresent(values);
  return firstRow >= 0 && isText(values[firstRow])
    ? encodeText(name, values, firstRow)
    : encodeNumbers(name, values, firstRow);
}

/** Tells columns by their marker, which holds for those of another copy of this package as well. */
function isColumn(values: unknown): values is Column {
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
  const found = `column "${name}", row ${row + 1}: found ${describe(values[row])}`;
  if (row === firstRow)
    return new HephError('invalid-data', `${found}; expected a number, text, boolean, bigint, Date or null`);
  return new HephError(
    'invalid-data',
    `${found}, but row ${firstRow + 1} holds ${describe(values[firstRow])}; expected values of one kind`,
  );
}

/** A value as a message shows it: its type, and what it is where that is short. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `the ${typeof value} ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
}

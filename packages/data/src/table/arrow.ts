import { HephError } from '../errors';
import { describeValue } from '../options/describe-value';
import { NumericColumn, type Column, type ColumnKind } from './column';
import { encodeColumn, isFloatArray } from './encode';

/** The part of an Apache Arrow table that is read, so that any version or implementation of Arrow fits. */
export interface ArrowLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type?: unknown }[] };
  getChild(name: string): ArrowVectorLike | null;
}

/** One column of an {@link ArrowLike} table: its values row by row and, where there are, its chunks of memory. */
export interface ArrowVectorLike {
  readonly length: number;
  readonly nullCount?: number;
  readonly data?: readonly ArrowChunkLike[];
  get(index: number): unknown;
}

/** A chunk of an Arrow column's memory. */
export interface ArrowChunkLike {
  readonly length: number;
  readonly values?: unknown;
}

/**
 * Columns of an Arrow table, zero-copy where a column is float32 or float64 in one chunk without nulls.
 *
 * @param kinds what columns are to be; of a column without any value, Arrow's type decides otherwise
 */
export function columnsFromArrow(table: ArrowLike, kinds: ReadonlyMap<string, ColumnKind>): Column[] {
  requireArrow(table);
  return table.schema.fields.map(({ name, type }) => {
    const vector = table.getChild(name);
    if (!vector)
      throw new HephError('missing-column', `the Arrow table names a column "${name}" but has none`);
    const kind = kinds.get(name);
    const inPlace = kind === 'categorical' ? undefined : columnInPlace(name, vector);
    return inPlace ?? convertedColumn(name, vector, type, kind);
  });
}

function requireArrow(table: unknown): void {
  const { numRows, schema, getChild } = Object(table) as Partial<Record<keyof ArrowLike, unknown>>;
  const fields = (schema as Partial<ArrowLike['schema']> | null | undefined)?.fields;
  if (typeof numRows === 'number' && Array.isArray(fields) && typeof getChild === 'function') return;
  const hint = Array.isArray(table) ? ': Table.fromRows takes one object a row' : '';
  throw new TypeError(`table must be an Apache Arrow table; received ${describeValue(table)}${hint}`);
}

function columnInPlace(name: string, vector: ArrowVectorLike): NumericColumn | undefined {
  if (vector.nullCount !== 0 || vector.data?.length !== 1) return undefined;
  const values = vector.data[0]?.values;
  // The memory of a column may be padded beyond its last row.
  return isFloatArray(values) && values.length >= vector.length
    ? new NumericColumn(name, values.subarray(0, vector.length))
    : undefined;
}

function convertedColumn(
  name: string,
  vector: ArrowVectorLike,
  type: unknown,
  kind: ColumnKind | undefined,
): Column {
  const cells = Array.from({ length: vector.length }, (_, row) => vector.get(row));
  const isEmpty = cells.every(cell => cell === null || cell === undefined);
  try {
    return encodeColumn(name, cells, kind ?? (isEmpty && isTextType(type) ? 'categorical' : undefined));
  } catch (cause) {
    throw new HephError(
      'invalid-data',
      `column "${name}" of Arrow type ${String(type)} is neither numbers nor text; cast it before`,
      { cause },
    );
  }
}

/** Numbers that Arrow's format has for utf8, bool, large utf8 and utf8 view. */
const textTypes = [5, 6, 20, 24];

/** Whether a column of this Arrow type holds text or booleans, maybe by way of a dictionary. */
function isTextType(type: unknown): boolean {
  const { typeId, dictionary } = Object(type) as { typeId?: unknown; dictionary?: unknown };
  if (typeof typeId === 'number' && textTypes.includes(typeId)) return true;
  if (dictionary !== undefined && dictionary !== null) return isTextType(dictionary);
  return /utf8|bool/i.test(String(type));
}

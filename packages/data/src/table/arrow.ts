import { HephError } from '../errors';
import { NumericColumn, type Column } from './column';
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

/** Columns of an Arrow table, zero-copy where a column is float32 or float64 in one chunk without nulls. */
export function columnsFromArrow(table: ArrowLike): Column[] {
  return table.schema.fields.map(({ name, type }) => {
    const vector = table.getChild(name);
    if (!vector)
      throw new HephError('missing-column', `the Arrow table names a column "${name}" but has none`);
    return columnInPlace(name, vector) ?? convertedColumn(name, vector, type);
  });
}

function columnInPlace(name: string, vector: ArrowVectorLike): NumericColumn | undefined {
  if (vector.nullCount !== 0 || vector.data?.length !== 1) return undefined;
  const values = vector.data[0]?.values;
  // The memory of a column may be padded beyond its last row.
  return isFloatArray(values) && values.length >= vector.length
    ? new NumericColumn(name, values.subarray(0, vector.length))
    : undefined;
}

function convertedColumn(name: string, vector: ArrowVectorLike, type: unknown): Column {
  const cells = Array.from({ length: vector.length }, (_, row) => vector.get(row));
  try {
    return encodeColumn(name, cells);
  } catch (cause) {
    throw new HephError(
      'invalid-data',
      `column "${name}" of Arrow type ${String(type)} is neither numbers nor text; cast it before`,
      { cause },
    );
  }
}

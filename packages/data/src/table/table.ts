import { HephError } from '../errors';
import { checkOptions } from '../options/check-options';
import { describeValue } from '../options/describe-value';
import { requireText, requireTexts } from '../options/require-text';
import { columnsFromArrow, type ArrowLike } from './arrow';
import { renameColumn, sliceColumn, takeFromColumn, type Column } from './column';
import { columnSchema, type ColumnSchema } from './column-schema';
import { concatColumns } from './concat-columns';
import { encodeColumn, isArrayLike, isColumn, type ColumnInput } from './encode';
import { columnOptionNames, knownColumns, type ColumnOptions, type KnownColumns } from './known-columns';
import { requireTable } from './require-table';
import { respelled } from './respelled';

/** One row as an object: numbers, text, `null` = missing. */
export type Row = Record<string, number | string | null>;

/**
 * An immutable, columnar table. Every operation gives a new table and leaves this one as it is; columns are
 * shared between tables where that needs no copy. Columns are found by name, rows are counted from 0.
 *
 * @example
 * const table = Table.fromColumns({ power: [1.5, null, 3], site: ['north', 'south', 'north'] });
 * table.column('power').get(1); // null
 */
export class Table {
  /** How many rows every column has. */
  readonly numRows: number;
  private readonly columns: ReadonlyMap<string, Column>;

  /**
   * A table of columns in the order given.
   * @throws HephError `invalid-data` if two have one name, or their lengths differ
   */
  constructor(columns: readonly Column[]) {
    if (!Array.isArray(columns) || !columns.every(isColumn))
      throw new TypeError(
        `columns must be a list of columns; received ${describeValue(columns)}: Table.fromColumns takes one array a column`,
      );
    const byName = new Map<string, Column>();
    const [first] = columns;
    for (const column of columns) {
      if (byName.has(column.name))
        throw new HephError('invalid-data', `column names must be distinct; "${column.name}" came twice`);
      if (column.length !== first!.length)
        throw new HephError(
          'invalid-data',
          `column "${column.name}" has ${column.length} rows, but column "${first!.name}" has ${first!.length}; all must have as many`,
        );
      byName.set(column.name, column);
    }
    this.columns = byName;
    this.numRows = first?.length ?? 0;
  }

  /**
   * A table from one array a column. Values are copied; see {@link ColumnInput} for what may be in them.
   * @throws HephError `invalid-data` if lengths differ or a column mixes kinds of values
   */
  static fromColumns(columns: Record<string, ColumnInput>, options?: ColumnOptions): Table {
    if (typeof columns !== 'object' || columns === null || isArrayLike(columns) || Symbol.iterator in columns)
      throw new TypeError(
        `columns must be an object with one array a column, such as { x: [1, 2] }; received ${describeValue(columns)}`,
      );
    return tableOf('fromColumns', options, ({ kinds }) =>
      Object.entries(columns).map(([name, values]) => encodeColumn(name, values, kinds.get(name))),
    );
  }

  /**
   * A table from one object a row. Columns come in the order in which rows first name them; what a row leaves
   * out is missing there.
   * @throws HephError `invalid-data` if a column mixes kinds of values
   */
  static fromRows(rows: readonly Record<string, unknown>[], options?: ColumnOptions): Table {
    requireRowObjects(rows);
    const names = new Set(rows.flatMap(row => Object.keys(row)));
    const cellsOf = (name: string) => rows.map(row => (Object.hasOwn(row, name) ? row[name] : null));
    return tableOf('fromRows', options, ({ kinds }) =>
      [...names].map(name => encodeColumn(name, cellsOf(name), kinds.get(name))),
    );
  }

  /**
   * A table from an Apache Arrow table, as DuckDB, Polars, Arquero and Parquet readers give. A float column in one
   * chunk without nulls is used in place, without a copy; all others are converted. Where a column has no value, Arrow's
   * type tells its kind.
   * @throws HephError `invalid-data` if a column's type has no numeric or text form (lists, structs, decimals)
   */
  static fromArrow(table: ArrowLike, options?: ColumnOptions): Table {
    return tableOf('fromArrow', options, ({ kinds }) => columnsFromArrow(table, kinds));
  }

  /** What is known of each column: its kind, and the categories that rows here have. */
  get schema(): ColumnSchema[] {
    return [...this.columns.values()].map(columnSchema);
  }

  /** The names, in order. */
  get columnNames(): string[] {
    return [...this.columns.keys()];
  }

  /**
   * The column of that name.
   * @throws HephError `missing-column`, listing the columns that are there
   */
  column(name: string): Column {
    requireText('name', name);
    const column = this.columns.get(name);
    if (!column) throw missingColumn(name, this.columnNames);
    return column;
  }

  /** Whether there is a column of that name. */
  has(name: string): boolean {
    requireText('name', name);
    return this.columns.has(name);
  }

  /** Only these columns, in this order. */
  select(names: readonly string[]): Table {
    requireTexts('names', names);
    return new Table(names.map(name => this.column(name)));
  }

  /** All columns but these. */
  drop(names: readonly string[]): Table {
    requireTexts('names', names);
    const dropped = new Set(names.map(name => this.column(name).name));
    return new Table([...this.columns.values()].filter(column => !dropped.has(column.name)));
  }

  /** The rows at `indices`, in that order; a row may come more than once. */
  take(indices: ArrayLike<number>): Table {
    if (!isArrayLike(indices))
      throw new TypeError(`indices must be an array of row numbers; received ${describeValue(indices)}`);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (!Number.isInteger(index) || index < 0 || index >= this.numRows)
        throw new RangeError(
          `indices must be integers from 0 to ${this.numRows - 1}; received ${index} at ${i}`,
        );
    }
    return this.mapColumns(column => takeFromColumn(column, indices));
  }

  /** The rows from `start` up to, not including, `end`, without a copy; negative numbers count from the end. */
  slice(start: number, end: number = this.numRows): Table {
    for (const [name, value] of Object.entries({ start, end }))
      if (typeof value !== 'number')
        throw new TypeError(`${name} must be a row number; received ${describeValue(value)}`);
    return this.mapColumns(column => sliceColumn(column, start, end));
  }

  /** This table with one more column, or with that column replaced in its place. */
  withColumn(name: string, values: ColumnInput): Table {
    requireText('name', name);
    const column = encodeColumn(name, values);
    return new Table([...new Map(this.columns).set(name, renameColumn(column, name)).values()]);
  }

  /**
   * The rows of this table, then those of the other; columns are matched by name and keep this table's order.
   * @throws HephError `schema-mismatch` if a column is there in only one table, or of another kind
   */
  concat(other: Table): Table {
    requireTable('other', other);
    const missing = this.columnNames.filter(name => !other.has(name));
    const extra = other.columnNames.filter(name => !this.has(name));
    if (missing.length + extra.length > 0)
      throw new HephError(
        'schema-mismatch',
        `both tables must have the same columns; the second lacks [${missing.join(', ')}] and adds [${extra.join(', ')}]`,
      );
    return this.mapColumns(column => concatColumns(column, other.column(column.name)));
  }

  /** One object a row: convenient for a few rows, slow and large for many. */
  toRows(): Row[] {
    const columns = [...this.columns.values()];
    return Array.from({ length: this.numRows }, (_, row) =>
      Object.fromEntries(columns.map(column => [column.name, column.get(row)])),
    );
  }

  private mapColumns(change: (column: Column) => Column): Table {
    return new Table([...this.columns.values()].map(change));
  }
}

/** @param make the columns by what is known of them beforehand */
function tableOf(
  owner: string,
  options: ColumnOptions | undefined,
  make: (known: KnownColumns) => Column[],
): Table {
  checkOptions<ColumnOptions>(`Table.${owner}`, options, columnOptionNames);
  const known = knownColumns(options ?? {});
  const table = new Table(
    make(known).map(column => {
      const categories = known.categories.get(column.name);
      return column.kind === 'categorical' && categories ? respelled(column, categories) : column;
    }),
  );
  for (const name of known.required) table.column(name);
  return table;
}

function requireRowObjects(rows: unknown): void {
  if (!Array.isArray(rows))
    throw new TypeError(
      `rows must be an array with one object a row; received ${describeValue(rows)}: Table.fromColumns takes one array a column, Table.fromArrow an Arrow table`,
    );
  // A hole in an array is no row either.
  for (let row = 0; row < rows.length; row++) {
    const value: unknown = rows[row];
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new TypeError(
        `row ${row + 1} must be an object such as { x: 1 }; received ${describeValue(value)}`,
      );
  }
}

/** The error for a column that is not there. */
function missingColumn(name: string, present: readonly string[]): HephError {
  return new HephError('missing-column', `no column "${name}"; the table has [${present.join(', ')}]`);
}

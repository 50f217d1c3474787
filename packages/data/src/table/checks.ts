import { HephError } from '../errors';
import { requireTexts } from '../options/require-text';
import { hasValues, withoutValues, type CategoricalColumn, type NumericColumn } from './column';
import { requireTable } from './require-table';
import type { Table } from './table';

/**
 * Makes sure that all these columns are there.
 * @throws HephError `missing-column`, naming every one that is not
 */
export function requireColumns(table: Table, names: readonly string[]): void {
  requireTable('table', table);
  requireTexts('names', names);
  const missing = names.filter(name => !table.has(name));
  if (missing.length > 0)
    throw new HephError(
      'missing-column',
      `expected columns [${names.join(', ')}]; missing [${missing.join(', ')}] from [${table.columnNames.join(', ')}]`,
    );
}

/**
 * The numeric column of that name, whose values are finite or missing (`NaN`). A column without any value fits either
 * kind: it is numeric here.
 * @throws HephError `missing-column`; `schema-mismatch` if it holds text; `invalid-data` if a value is infinite
 */
export function requireNumericColumn(table: Table, name: string): NumericColumn {
  requireTable('table', table);
  const column = table.column(name);
  if (column.kind !== 'numeric') {
    if (!hasValues(column)) return withoutValues(column, 'numeric') as NumericColumn;
    throw new HephError(
      'schema-mismatch',
      `column "${name}" must be numeric; it is ${column.kind}${adviceOn(column)}`,
    );
  }
  const row = firstNotFinite(column.values, false);
  if (row >= 0) throw notFinite(column, row);
  return column;
}

/**
 * The numeric column to learn, every value of it a finite number.
 * @throws HephError as {@link requireNumericColumn} does, and `invalid-data` if a value is missing
 */
export function requireTarget(table: Table, name: string): NumericColumn {
  const column = requireNumericColumn(table, name);
  const row = firstNotFinite(column.values, true);
  if (row >= 0) throw notFinite(column, row);
  return column;
}

/**
 * Makes sure that the table has at least `minimum` rows.
 * @throws HephError `invalid-data`
 */
export function requireRows(table: Table, minimum: number): void {
  requireTable('table', table);
  if (table.numRows < minimum)
    throw new HephError('invalid-data', `expected at least ${minimum} rows; received ${table.numRows}`);
}

/** Names made of digits are text until someone asks for numbers. */
function adviceOn({ name, categories }: CategoricalColumn): string {
  return /^[+-]?\d+$/.test(categories[0] ?? '')
    ? `: digits that a number might not tell apart stay text, unless read with { columns: { "${name}": 'numeric' } }`
    : '';
}

/** The first row whose number is infinite (or, on request, missing); −1 if there is none. A loop: this is asked of every column. */
function firstNotFinite(values: Float64Array | Float32Array, orMissing: boolean): number {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    // What is taken from itself is 0, unless it is infinite or NaN.
    if (value - value !== 0 && (orMissing || value === value)) return row;
  }
  return -1;
}

function notFinite(column: NumericColumn, row: number): HephError {
  const found = Number.isNaN(column.values[row]) ? 'a missing value' : String(column.values[row]);
  return new HephError(
    'invalid-data',
    `column "${column.name}", row ${row + 1}: expected a finite number; found ${found}`,
  );
}

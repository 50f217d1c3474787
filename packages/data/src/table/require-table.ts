import { describeValue } from '../options/describe-value';

/**
 * Makes sure that something is a `Table`, of whichever copy of this package.
 *
 * @param name what a message calls it
 * @throws TypeError saying what it is, and what makes a table of it
 */
export function requireTable(name: string, value: unknown): void {
  const { numRows, columnNames, column } = Object(value) as Record<string, unknown>;
  if (typeof numRows === 'number' && Array.isArray(columnNames) && typeof column === 'function') return;
  throw new TypeError(`${name} must be a Table; received ${describeValue(value)}${hint(value)}`);
}

function hint(value: unknown): string {
  if (Array.isArray(value)) return ': Table.fromRows takes one object a row';
  if (typeof value !== 'object' || value === null) return '';
  if ('getChild' in value) return ': Table.fromArrow takes an Arrow table';
  return ': Table.fromColumns takes an object with one array a column';
}

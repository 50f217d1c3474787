import { describeValue } from '../options/describe-value';
import { requireTable } from '../table/require-table';
import type { Table } from '../table/table';

/**
 * One line of CSV (RFC 4180) with its line end; cells are quoted where they must be.
 * @throws TypeError unless there is a list of texts
 */
export function csvLine(cells: readonly string[]): string {
  if (!Array.isArray(cells) || !cells.every(cell => typeof cell === 'string'))
    throw new TypeError(`cells must be a list of texts; received ${describeValue(cells)}`);
  return `${cells.map(quoted).join(',')}\n`;
}

/**
 * A whole table as CSV; what is missing becomes an empty cell. Numbers have as many digits as it takes to read them back.
 * @throws TypeError unless it is a table
 */
export function tableToCsv(table: Table): string {
  requireTable('table', table);
  const columns = table.columnNames.map(name => table.column(name));
  const lines = [csvLine(table.columnNames)];
  for (let row = 0; row < table.numRows; row++)
    lines.push(csvLine(columns.map(column => String(column.get(row) ?? ''))));
  return lines.join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

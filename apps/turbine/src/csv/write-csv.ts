import type { Table } from '@heph/data';

/** One line of CSV with its line end; cells are quoted where they must be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

/** A whole table as CSV; what is missing becomes an empty cell. Numbers have as many digits as it takes to read them back. */
export function tableToCsv(table: Table): string {
  const columns = table.columnNames.map(name => table.column(name));
  const lines = [csvLine(table.columnNames)];
  for (let row = 0; row < table.numRows; row++)
    lines.push(csvLine(columns.map(column => String(column.get(row) ?? ''))));
  return lines.join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

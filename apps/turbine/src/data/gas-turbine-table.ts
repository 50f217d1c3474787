import { HephError, isHephError, parseCsv, Table } from '@heph/data';
import { fileColumns, originalFiles, sensors, target, yearColumn } from './columns';
import type { YearlyFiles } from './csv-folder';
import type { SimulatedYear } from './simulator/simulate';

const numericColumns = Object.fromEntries(fileColumns.map(name => [name, 'numeric' as const]));

/**
 * One table of all years, in the order of the files: nine sensors, the target, and the year as a category.
 *
 * @throws HephError `invalid-csv` naming file, row and column of the first cell that is no number
 */
export function tableFromFiles(files: YearlyFiles): Table {
  return join(originalFiles.map(({ name, year }) => withYear(readYear(name, files.get(name)), year)));
}

/** The same table from simulated readings. */
export function tableFromSimulation(years: readonly SimulatedYear[]): Table {
  return join(years.map(({ year, ...columns }) => withYear(Table.fromColumns(columns), year)));
}

function readYear(name: string, content: Uint8Array | undefined): Table {
  const table = parse(new TextDecoder().decode(content), name);
  if (table.numRows === 0)
    throw new HephError('invalid-csv', `${name}: expected rows below the header; found none`);
  for (const column of fileColumns)
    for (let row = 0; row < table.numRows; row++)
      if (table.column(column).get(row) === null)
        throw new HephError(
          'invalid-csv',
          `${name}, row ${row + 1}, column "${column}": expected a number; the cell is empty`,
        );
  return table;
}

function parse(text: string, source: string): Table {
  try {
    return parseCsv(text, { source, columns: numericColumns });
  } catch (cause) {
    if (!isHephError(cause) || cause.message.startsWith(source)) throw cause;
    throw new HephError('invalid-csv', `${source}: ${cause.message}`, { cause });
  }
}

function withYear(table: Table, year: number): Table {
  const years = new Array<string>(table.numRows).fill(String(year));
  return table.select([...sensors, target]).withColumn(yearColumn, years);
}

function join(years: readonly Table[]): Table {
  return years.reduce((all, year) => all.concat(year));
}

import type { Table } from '@heph/data';
import { yearColumn } from './columns';

/**
 * When rows were measured, in years: 2013.5 is halfway through the rows of 2013. The files give no dates, but have their
 * rows in the order of time.
 *
 * @param table all rows, each year's in the order of time
 * @param rows which of them
 */
export function rowTimes(table: Table, rows: ArrayLike<number>): Float64Array {
  const years = table.column(yearColumn);
  const numbers = new Map<string, number>();
  const numberInYear = Float64Array.from({ length: table.numRows }, (_, row) => {
    const year = String(years.get(row));
    const number = numbers.get(year) ?? 0;
    numbers.set(year, number + 1);
    return number;
  });
  return Float64Array.from(rows, row => {
    const year = String(years.get(row));
    return Number(year) + numberInYear[row]! / numbers.get(year)!;
  });
}

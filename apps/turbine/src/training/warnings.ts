import type { Table } from '@heph/data';
import { count } from '../format';

/** More categories than this share of the rows are names of single rows rather than kinds. */
const identifierShare = 0.5;

/** What about the columns will most likely disappoint, in sentences. */
export function columnWarnings(train: Table): string[] {
  return train.columnNames.flatMap(name => {
    const column = train.column(name);
    if (column.kind === 'numeric') return [];
    const categories = new Set(column.codes).size;
    if (categories <= identifierShare * train.numRows) return [];
    return `column "${name}" has ${count(categories)} categories in ${count(train.numRows)} rows; what names a single row tells nothing about others: --drop leaves it out`;
  });
}

import { HephError, type CsvRow } from '@heph/data';
import { missingCells } from '../csv/missing-cells';
import type { ColumnProfile } from '../training/column-profile';

/** A row's values in the order of the model's columns; null is missing. */
export type RowValues = readonly (number | string | null)[];

/** Why a row cannot be predicted. */
export interface RowProblem {
  /** The column at fault, where it is one. */
  readonly column?: string;
  /** What was expected, and what was found. */
  readonly problem: string;
}

const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const missing = new Set(missingCells);

/** Finds a model's columns in rows of CSV text, by name: others may be there besides, in any order. */
export class RowDecoder {
  private readonly places: readonly number[];
  private readonly constants: readonly (string | undefined)[];

  /**
   * @param constants cells for columns that the text does not have, by name
   * @throws HephError `missing-column` naming every column that is not there; `invalid-csv` if one is there twice
   */
  constructor(
    private readonly columns: readonly ColumnProfile[],
    private readonly header: readonly string[],
    constants: ReadonlyMap<string, string>,
    source: string,
  ) {
    this.constants = columns.map(({ name }) => constants.get(name));
    this.places = columns.map(({ name }) => header.indexOf(name));
    const absent = columns.filter((_, i) => this.places[i]! < 0 && this.constants[i] === undefined);
    if (absent.length > 0)
      throw new HephError(
        'missing-column',
        `${source}: the model needs the columns [${columns.map(({ name }) => name).join(', ')}]; missing [${absent.map(({ name }) => name).join(', ')}] from [${header.join(', ')}]`,
      );
    const twice = columns.find(({ name }) => header.indexOf(name) !== header.lastIndexOf(name));
    if (twice)
      throw new HephError('invalid-csv', `${source}: expected one column "${twice.name}"; found two`);
  }

  decode({ cells }: CsvRow): RowValues | RowProblem {
    const { header } = this;
    if (cells.length !== header.length)
      return { problem: `expected ${header.length} cells; found ${cells.length}` };
    const values: (number | string | null)[] = [];
    for (const [i, { name, kind }] of this.columns.entries()) {
      const cell = this.constants[i] ?? cells[this.places[i]!]!;
      const trimmed = cell.trim();
      if (missing.has(trimmed)) values.push(null);
      else if (kind === 'categorical') values.push(cell);
      else {
        const value = decimalNumber.test(trimmed) ? Number(trimmed) : NaN;
        if (!Number.isFinite(value))
          return { column: name, problem: `expected a finite number; found ${JSON.stringify(cell)}` };
        values.push(value);
      }
    }
    return values;
  }
}

import { categoryMatcher, CellReader, HephError, type CsvRow } from '@heph/data';
import { cellOptions, type CsvSettings } from '../csv/csv-settings';
import { columnSchema, type ColumnProfile } from '../training/column-profile';

/** A row's values in the order of the model's columns; null is missing. */
export type RowValues = readonly (number | string | null)[];

/** Why a row cannot be predicted. */
export interface RowProblem {
  /** The column at fault, where it is one. */
  readonly column?: string;
  /** What was expected, and what was found. */
  readonly problem: string;
}

/**
 * Finds a model's columns in rows of CSV text, by name: others may be there besides, in any order. Cells are read as
 * `readCsv` reads them, categories in the spelling of training.
 */
export class RowDecoder {
  private readonly places: readonly number[];
  private readonly constants: readonly (string | undefined)[];
  private readonly header: readonly string[];
  private readonly cells: CellReader;
  private readonly spellings: readonly ((category: string) => string)[];

  /**
   * @param constants cells for columns that the text does not have, by name
   * @throws HephError `missing-column` naming every column that is not there; `invalid-csv` if one is there twice
   */
  constructor(
    private readonly columns: readonly ColumnProfile[],
    header: readonly string[],
    constants: ReadonlyMap<string, string>,
    source: string,
    csv: CsvSettings,
  ) {
    this.header = header.map(name => name.trim());
    this.cells = new CellReader(cellOptions(csv));
    this.spellings = columns.map(spellingOf);
    this.constants = columns.map(({ name }) => constants.get(name));
    this.places = columns.map(({ name }) => this.header.indexOf(name.trim()));
    const absent = columns.filter((_, i) => this.places[i]! < 0 && this.constants[i] === undefined);
    if (absent.length > 0)
      throw new HephError(
        'missing-column',
        `${source}: the model needs the columns [${columns.map(({ name }) => name).join(', ')}]; missing [${absent.map(({ name }) => name).join(', ')}] from [${this.header.join(', ')}]`,
      );
    const twice = columns.find(({ name }, i) => this.header.lastIndexOf(name.trim()) !== this.places[i]);
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
      if (this.cells.isMissing(trimmed)) values.push(null);
      else if (kind === 'categorical') values.push(this.spellings[i]!(cell));
      else {
        const value = this.cells.numberIn(cell);
        if (!Number.isFinite(value))
          return { column: name, problem: `expected a finite number; found ${JSON.stringify(cell)}` };
        values.push(value);
      }
    }
    return values;
  }
}

function spellingOf(column: ColumnProfile): (category: string) => string {
  const known = columnSchema(column);
  if (known.kind === 'numeric') return category => category;
  const match = categoryMatcher(known.categories);
  return category => known.categories[match(category)] ?? category;
}

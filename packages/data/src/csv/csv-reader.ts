import type { ParseResult } from 'papaparse';
import type { HephError } from '../errors';
import type { ColumnKind } from '../table/column';
import { Table } from '../table/table';
import { CsvColumn } from './csv-column';
import { csvError, quoted } from './csv-error';
import type { CsvDialect } from './options';

/** What of a chunk that Papa Parse has cut into cells is used here. */
export type CsvChunk = Pick<ParseResult<string[]>, 'data' | 'errors'>;

/** How Papa Parse must cut: nothing guessed, so that a chunk's content never changes how the next is read. */
export function cellCutting(dialect: CsvDialect): { delimiter: string; newline: '\n'; chunkSize: number } {
  // Rows end in \n; a \r before it is taken off the last cell.
  return { delimiter: dialect.delimiter, newline: '\n', chunkSize: 1 << 20 };
}

/**
 * Turns cells into a table, chunk by chunk, over one source or several with the same columns. Memory beyond the
 * columns themselves does not grow with the number of rows.
 */
export class CsvReader {
  private columns: CsvColumn[] | undefined;
  private source = '';
  private line = 1;
  private headerSeen = false;
  private blankLine = 0;

  /** @param kinds columns known beforehand to be text, from a first reading */
  constructor(
    private readonly dialect: CsvDialect,
    private readonly kinds: ReadonlyMap<string, ColumnKind> = dialect.kinds,
  ) {}

  /** Begins a source: its first line is a header again, if the dialect has headers. */
  begin(source: string): void {
    this.source = source;
    this.line = 1;
    this.headerSeen = false;
    this.blankLine = 0;
  }

  /** @throws HephError `invalid-csv` at the first row that is malformed */
  add({ data, errors }: CsvChunk): void {
    const firstError = errors[0];
    data.forEach((cells, row) => {
      if (row === firstError?.row) throw this.quoteError(firstError.code);
      this.addRow(withoutCarriageReturn(cells));
      this.line += 1 + cells.reduce((count, cell) => count + countLineBreaks(cell), 0);
    });
  }

  /** @throws HephError `invalid-csv` if the source was empty */
  end(): void {
    if (!this.headerSeen)
      throw csvError(
        { source: this.source, line: 1 },
        `expected ${this.dialect.header ? 'a line of column names' : 'rows'}; the file is empty`,
      );
  }

  /** Columns that a second reader must take as text from the start; empty when this reading can be finished. */
  get textAfterNumbers(): string[] {
    return this.columns?.filter(column => column.mustReadAgain).map(column => column.name) ?? [];
  }

  /** A reader for a second reading, in which the columns that turned out to be text are declared so. */
  again(): CsvReader {
    const text = this.textAfterNumbers.map(name => [name, 'categorical'] as const);
    return new CsvReader(this.dialect, new Map([...this.kinds, ...text]));
  }

  /** The table of all rows. @throws HephError `missing-column` if a declared column never came */
  finish(): Table {
    const table = new Table((this.columns ?? []).map(column => column.finish()));
    for (const name of this.dialect.kinds.keys()) table.column(name);
    return table;
  }

  private addRow(cells: readonly string[]): void {
    if (cells.length === 1 && cells[0] === '') {
      if (this.columns?.length === 1 && this.headerSeen) this.keepBlankLine();
      return;
    }
    if (!this.headerSeen) this.beginColumns(cells);
    else this.addCells(cells);
  }

  /** In a table of one column a blank line is a missing value, unless it is the end of the last line. */
  private keepBlankLine(): void {
    this.flushBlankLine();
    this.blankLine = this.line;
  }

  private flushBlankLine(): void {
    if (this.blankLine > 0) this.columns![0]!.add('', this.source, this.blankLine);
    this.blankLine = 0;
  }

  private beginColumns(cells: readonly string[]): void {
    this.headerSeen = true;
    const names = this.dialect.header ? cells : cells.map((_, i) => `column${i + 1}`);
    if (this.columns) this.requireSameNames(names);
    else {
      this.requireProperNames(names);
      this.columns = names.map(name => new CsvColumn(name, this.kinds.get(name), this.dialect.missing));
    }
    if (!this.dialect.header) this.addCells(cells);
  }

  private addCells(cells: readonly string[]): void {
    const columns = this.columns!;
    if (cells.length !== columns.length) throw this.raggedRow(cells, columns);
    this.flushBlankLine();
    for (let i = 0; i < columns.length; i++) columns[i]!.add(cells[i]!, this.source, this.line);
  }

  private requireProperNames(names: readonly string[]): void {
    const seen = new Set<string>();
    names.forEach((name, i) => {
      if (name.trim() === '') throw this.error(`expected a column name; column ${i + 1} has none`);
      if (name.includes('\r')) throw this.error('expected lines that end in \\n or \\r\\n; found a lone \\r');
      if (seen.has(name)) throw this.error(`expected distinct column names; found ${quoted(name)} twice`);
      seen.add(name);
    });
  }

  private requireSameNames(names: readonly string[]): void {
    const expected = this.columns!.map(column => column.name);
    if (names.length !== expected.length || names.some((name, i) => name !== expected[i]))
      throw this.error(
        `expected the columns of the first file [${expected.join(', ')}]; found [${names.join(', ')}]`,
      );
  }

  private raggedRow(cells: readonly string[], columns: readonly CsvColumn[]): HephError {
    const found = `expected ${columns.length} cells; found ${cells.length}`;
    const detail =
      cells.length < columns.length
        ? `nothing for column "${columns[cells.length]!.name}" (is the file cut off?)`
        : `${quoted(cells[columns.length]!)} after the last column`;
    return this.error(`${found}, ${detail}, in ${quoted(cells.join(this.dialect.delimiter))}`);
  }

  private quoteError(code: string): HephError {
    return code === 'MissingQuotes'
      ? this.error('expected a closing quote; found the end of the file (is it cut off?)')
      : this.error('expected a delimiter or a line end after a closing quote; found more text');
  }

  private error(problem: string): HephError {
    return csvError({ source: this.source, line: this.line }, problem);
  }
}

function withoutCarriageReturn(cells: string[]): string[] {
  const last = cells.at(-1)!;
  if (last.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1);
  return cells;
}

function countLineBreaks(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}

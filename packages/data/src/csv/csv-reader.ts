import type { HephError } from '../errors';
import type { ColumnKind } from '../table/column';
import { Table } from '../table/table';
import { CsvColumn } from './csv-column';
import { CsvCutter } from './csv-cutter';
import { csvError, quoted } from './csv-error';
import { headerNames } from './header-names';
import type { CsvDialect } from './options';
import { smallPieces } from './small-pieces';

/**
 * Turns CSV text into a table, piece by piece, over one source or several with the same columns. Memory beyond the
 * columns themselves does not grow with the number of rows.
 */
export class CsvReader {
  private columns: CsvColumn[] | undefined;
  private cutter: CsvCutter | undefined;
  private source = '';
  private line = 1;
  private headerSeen = false;
  private skipped = 0;
  private blankLine = 0;

  /** @param kinds of columns known beforehand, also from a first reading */
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
    this.cutter = new CsvCutter(source, this.dialect, (cells, line) => this.addRow(cells, line));
  }

  /** @throws HephError `invalid-csv` at the first row that is malformed */
  add(text: string): void {
    for (const piece of smallPieces(text)) this.cutter!.add(piece);
  }

  /** @throws HephError `invalid-csv` as `add` does, and if the source was empty */
  end(): void {
    this.cutter!.end();
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
    for (const name of this.dialect.required) table.column(name);
    return table;
  }

  private addRow(cells: readonly string[], line: number): void {
    this.line = line;
    if (cells.length === 1 && cells[0] === '') {
      if (this.headerSeen && this.width === 1) this.keepBlankLine();
      return;
    }
    if (!this.headerSeen) this.beginColumns(cells);
    else this.addCells(cells);
  }

  /** How many cells a row has. */
  private get width(): number {
    return this.columns!.length + this.skipped;
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
    const { header, index, cells: cellReader, categories } = this.dialect;
    const { names, skipped } = header
      ? headerNames(cells, index)
      : { names: cells.map((_, i) => `column${i + 1}`), skipped: 0 };
    this.skipped = skipped;
    if (this.columns) this.requireSameNames(names);
    else {
      this.requireProperNames(names);
      this.columns = names.map(
        name => new CsvColumn(name, this.kinds.get(name), cellReader, categories.get(name)),
      );
    }
    if (!header) this.addCells(cells);
  }

  private addCells(cells: readonly string[]): void {
    const columns = this.columns!;
    if (cells.length !== this.width) throw this.raggedRow(cells, columns);
    this.flushBlankLine();
    const { skipped, source, line } = this;
    for (let i = 0; i < columns.length; i++) columns[i]!.add(cells[i + skipped]!, source, line);
  }

  private requireProperNames(names: readonly string[]): void {
    const seen = new Set<string>();
    names.forEach((name, i) => {
      if (name === '') throw this.error(`expected a column name; column ${i + this.skipped + 1} has none`);
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
    const { delimiter } = this.cutter!;
    const found = `expected ${this.width} cells; found ${cells.length}`;
    const detail =
      cells.length < this.width
        ? `nothing for column "${columns[cells.length - this.skipped]!.name}" (is the file cut off?)`
        : `${quoted(cells[this.width]!)} after the last column`;
    return this.error(`${found}, ${detail}, in ${quoted(cells.join(delimiter))}`);
  }

  private error(problem: string): HephError {
    return csvError({ source: this.source, line: this.line }, problem);
  }
}

import Papa, { type ParseResult } from 'papaparse';
import { csvError } from './csv-error';
import { guessDelimiter } from './guess-delimiter';

/** How rows and cells are told apart. */
export interface Cutting {
  /** What separates cells; undefined: guessed from the first lines. */
  readonly delimiter: string | undefined;
  /** The separator where the first line has none. */
  readonly fallback: string;
  /** What a line begins with that is no row. */
  readonly comment: string | undefined;
}

/** Told of each row, blank lines too: its cells, and the line of the text that it begins on, from 1. */
export type RowListener = (cells: string[], line: number) => void;

type Cut = ParseResult<string[]>;

/** A row that goes on for longer has lost its closing quote. */
const longestRow = 64 << 20;
const largePiece = 1 << 20;

/**
 * Cuts CSV text (RFC 4180) into rows, piece by piece as the text arrives. It has no opinion about what is in a cell or how
 * many there are, so that a bad row can be told from its neighbours. Memory does not grow with the text.
 */
export class CsvCutter {
  /** Known once the first line has come. */
  delimiter: string;
  private parser: Papa.Parser | undefined;
  private text = '';
  private line = 1;
  private isBegun = false;
  private worthwhile = 0;
  private onStep: (row: Cut) => void = () => {};

  /**
   * @param source what messages call the text
   * @param longest of how many characters a row may be
   */
  constructor(
    private readonly source: string,
    private readonly cutting: Cutting,
    private readonly onRow: RowListener,
    private readonly longest = longestRow,
  ) {
    this.delimiter = cutting.delimiter ?? cutting.fallback;
  }

  /** Tells of the rows that are whole once this piece has come. */
  add(piece: string): void {
    if (piece === '') return;
    this.text += this.isBegun ? piece : piece.replace(/^\ufeff/, '');
    this.isBegun = true;
    if (this.text.length >= this.worthwhile) this.cut(false);
  }

  /** Tells of the last row: an empty one where the text ends with a line end. */
  end(): void {
    this.cut(true);
  }

  /** @throws HephError `invalid-csv` naming the line of a quote that is never closed, or closed before its cell ends */
  private cut(isEnd: boolean): void {
    if (isEnd && this.text === '') return this.onRow([''], this.line);
    const parser = this.parserFor(isEnd);
    if (!parser) return;
    const { comment } = this.cutting;
    const used = comment === undefined ? this.cutAll(parser, isEnd) : this.cutOneByOne(parser, isEnd);
    this.text = this.text.slice(used);
    if (this.text.length > this.longest) throw this.error('expected a closing quote; the row goes on and on');
    // What was in vain is tried again only when there is twice as much: else time grows with the square of a row.
    this.worthwhile = this.text.length > largePiece ? 2 * this.text.length : 0;
  }

  private cutAll(parser: Papa.Parser, isEnd: boolean): number {
    const { data, errors, meta } = parser.parse(this.text, 0, !isEnd) as Cut;
    const mayBreak = this.text.includes('"');
    const firstError = errors[0];
    for (let row = 0; row < data.length; row++) {
      if (row === firstError?.row) throw this.quoteError(firstError.code);
      const cells = data[row]!;
      this.tell(cells);
      this.line += 1 + (mayBreak ? breaksIn(cells) : 0);
    }
    return meta.cursor;
  }

  /** Comments are lines that no row tells of: they are counted by where the parser stands after each row. */
  private cutOneByOne(parser: Papa.Parser, isEnd: boolean): number {
    const { text } = this;
    let used = 0;
    this.onStep = ({ data, errors, meta }) => {
      const cells = data[0]!;
      const after = this.line + countBreaks(text.slice(used, meta.cursor));
      // Of a quote that is not closed, the end of the text is in the cell.
      const hasEnd = text[meta.cursor - 1] === '\n' && !(errors[0] && cells.at(-1)!.endsWith('\n'));
      this.line = after - breaksIn(cells) - (hasEnd ? 1 : 0);
      if (errors[0]) throw this.quoteError(errors[0].code);
      this.tell(cells);
      this.line = after;
      used = meta.cursor;
    };
    parser.parse(text, 0, !isEnd);
    return used;
  }

  private tell(cells: string[]): void {
    const last = cells.length - 1;
    if (cells[last]!.endsWith('\r')) cells[last] = cells[last]!.slice(0, -1);
    this.onRow(cells, this.line);
  }

  /** Undefined while the delimiter is to be guessed and not even the first line has come. */
  private parserFor(isEnd: boolean): Papa.Parser | undefined {
    const { delimiter, comment, fallback } = this.cutting;
    if (this.parser) return this.parser;
    if (delimiter === undefined) {
      if (!isEnd && !hasLine(this.text, comment)) return undefined;
      this.delimiter = guessDelimiter(this.text, isEnd, comment, fallback);
    }
    // Rows end in \n; a \r before it is taken off the last cell.
    this.parser = new Papa.Parser({
      delimiter: this.delimiter,
      newline: '\n',
      ...(comment !== undefined && { comments: comment, step: (row: unknown) => this.onStep(row as Cut) }),
    });
    return this.parser;
  }

  private quoteError(code: string) {
    return code === 'MissingQuotes'
      ? this.error('expected a closing quote; found the end of the file (is it cut off?)')
      : this.error('expected a delimiter or a line end after a closing quote; found more text');
  }

  private error(problem: string) {
    return csvError({ source: this.source, line: this.line }, problem);
  }
}

/** Whether there is a whole line that is neither blank nor a comment. */
function hasLine(text: string, comment: string | undefined): boolean {
  return text
    .split('\n')
    .slice(0, -1)
    .some(line => line.trim() !== '' && !(comment !== undefined && line.startsWith(comment)));
}

function breaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) count += countBreaks(cell);
  return count;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

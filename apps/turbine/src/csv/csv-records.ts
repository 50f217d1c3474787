import { HephError } from '@heph/data';

/** A row of CSV text as it came: its cells, and the line of the file that it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row that goes on for longer has lost its closing quote. */
const longestRecord = 4 << 20;

/**
 * Cuts CSV text (RFC 4180) into rows, piece by piece as the text arrives; blank lines are skipped. Unlike `parseCsv` it
 * has no opinion about what is in a cell or how many there are, so that a bad row can be told from its neighbours.
 */
export class CsvRecords {
  private text = '';
  private line = 1;

  /** @param source what messages call the text */
  constructor(private readonly source: string) {}

  /** The rows that are whole once this piece has come. */
  add(piece: string): CsvRecord[] {
    this.text += piece;
    return this.cut(false);
  }

  /** The last row, where the text does not end with a line end. */
  end(): CsvRecord[] {
    return this.cut(true);
  }

  /** @throws HephError `invalid-csv` naming the line of a quote that is never closed, or closed before its cell ends */
  private cut(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < this.text.length) {
      const found = this.recordAt(at, isEnd);
      if (!found) break;
      const { cells, next } = found;
      if (cells.length > 1 || cells[0] !== '') records.push({ line: this.line, cells });
      this.line += countLineEnds(this.text, at, next);
      at = next;
    }
    this.text = this.text.slice(at);
    if (this.text.length > longestRecord)
      throw this.error('expected a closing quote; the row goes on and on');
    return records;
  }

  /** The row that begins at `at`, and where the next one does; undefined while the row has not come to its end. */
  private recordAt(at: number, isEnd: boolean): { cells: string[]; next: number } | undefined {
    const newline = this.text.indexOf('\n', at);
    if (newline < 0 && !isEnd) return undefined;
    const lineEnd = newline < 0 ? this.text.length : newline;
    const line = withoutCarriageReturn(this.text.slice(at, lineEnd));
    if (!line.includes('"')) return { cells: line.split(','), next: lineEnd + 1 };
    return this.quotedRecordAt(at, isEnd);
  }

  private quotedRecordAt(start: number, isEnd: boolean): { cells: string[]; next: number } | undefined {
    const cells: string[] = [];
    const { text } = this;
    let at = start;
    for (;;) {
      let cell: string;
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1);
        if (close < 0) {
          if (isEnd) throw this.error('expected a closing quote; found the end of the text');
          return undefined;
        }
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
        if (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) at++;
        if (at === text.length && !isEnd) return undefined;
        if (at < text.length && text[at] !== ',' && text[at] !== '\n')
          throw this.error('expected a comma or a line end after a closing quote; found more text');
      } else {
        const end = endOfPlainCell(text, at);
        if (end === text.length && !isEnd) return undefined;
        cell = text.slice(at, end);
        at = end;
        if (text[at] !== ',') cell = withoutCarriageReturn(cell);
      }
      cells.push(cell);
      if (text[at] !== ',') return { cells, next: at + 1 };
      at++;
    }
  }

  private error(problem: string): HephError {
    return new HephError('invalid-csv', `${this.source}, line ${this.line}: ${problem}`);
  }
}

/** The position of the quote that closes a cell whose text begins at `from`; -1 if it has not come yet. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

function endOfPlainCell(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++;
  return at;
}

function withoutCarriageReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

import { checkOptions } from '../options/check-options';
import { describeValue } from '../options/describe-value';
import { CsvCutter } from './csv-cutter';
import { cuttingOf, type CsvOptions } from './options';
import { smallPieces } from './small-pieces';

/** How {@link csvRows} tells rows and cells apart, as `parseCsv` does. */
export type CsvRowsOptions = Pick<CsvOptions, 'delimiter' | 'comment' | 'decimal' | 'source'>;

/** A row of CSV text as it came: its cells, and the line that it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const optionNames = { delimiter: true, comment: true, decimal: true, source: true } as const;

/** A row of which more has come than this, and no end, has lost its closing quote. */
const longestRow = 4 << 20;

/**
 * The rows of CSV text as its pieces arrive, several at a time, the line of names first; blank lines and comments are left
 * out. Unlike `parseCsv` it has no opinion about what is in a cell or how many there are, so that a bad row can be told from
 * its neighbours. Memory does not grow with the number of rows.
 *
 * @param pieces the text, cut anywhere
 * @throws HephError `invalid-csv` naming the line of a quote that is not closed; TypeError where there are no pieces, or at an
 *   option that does not exist
 */
export async function* csvRows(
  pieces: AsyncIterable<string> | Iterable<string>,
  options: CsvRowsOptions = {},
): AsyncGenerator<readonly CsvRow[]> {
  checkOptions<CsvRowsOptions>('csvRows', options, optionNames);
  if (!isIterable(pieces))
    throw new TypeError(`pieces must be a list or a stream of text; received ${describeValue(pieces)}`);
  let rows: CsvRow[] = [];
  const cutter = new CsvCutter(
    options.source ?? 'CSV',
    cuttingOf(options),
    (cells, line) => {
      if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
    },
    longestRow,
  );
  for await (const piece of pieces) {
    if (typeof piece !== 'string')
      throw new TypeError(`pieces must be text; received ${describeValue(piece)}`);
    for (const part of smallPieces(piece)) {
      cutter.add(part);
      if (rows.length > 0) yield rows;
      rows = [];
    }
  }
  cutter.end();
  if (rows.length > 0) yield rows;
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

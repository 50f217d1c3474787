import { CsvCutter } from '../csv/csv-cutter';
import { cuttingOf, type CsvOptions } from '../csv/options';
import { checkOptions } from '../options/check-options';
import { describeValue } from '../options/describe-value';
import { bytesOfFile, csvText, type CsvBytes } from './csv-text';

/** How {@link readCsvRows} tells rows and cells apart, as `readCsv` does. */
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
 * The rows of CSV text as they arrive, several at a time, the line of names first; blank lines and comments are left out.
 * Unlike `readCsv` it has no opinion about what is in a cell or how many there are, so that a bad row can be told from its
 * neighbours. Memory does not grow with the number of rows.
 *
 * @param source a file's path, or bytes, such as those of `process.stdin`; plain or compressed with gzip
 * @throws HephError `file-not-found`; `file-system`; `invalid-csv` naming the line of a quote that is not closed
 */
export async function* readCsvRows(
  source: string | AsyncIterable<Uint8Array>,
  options: CsvRowsOptions = {},
): AsyncGenerator<readonly CsvRow[]> {
  checkOptions<CsvRowsOptions>('readCsvRows', options, optionNames);
  const bytes = bytesOf(source, options.source);
  let rows: CsvRow[] = [];
  const cutter = new CsvCutter(
    bytes.name,
    cuttingOf(options),
    (cells, line) => {
      if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
    },
    longestRow,
  );
  for await (const piece of csvText(bytes)) {
    cutter.add(piece);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  cutter.end();
  if (rows.length > 0) yield rows;
}

function bytesOf(source: string | AsyncIterable<Uint8Array>, name: string | undefined): CsvBytes {
  if (typeof source === 'string') return bytesOfFile(source, name);
  if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source))
    throw new TypeError(
      `source must be a file's path or a stream of bytes; received ${describeValue(source)}`,
    );
  const given = name ?? 'CSV';
  return { name: given, place: given, bytes: source };
}

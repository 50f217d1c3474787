import { csvRows, type CsvRow, type CsvRowsOptions } from '../csv/csv-rows';
import { checkOptions } from '../options/check-options';
import { describeValue } from '../options/describe-value';
import { bytesOfFile, csvText, type CsvBytes } from './csv-text';

const optionNames = { delimiter: true, comment: true, decimal: true, source: true } as const;

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
  yield* csvRows(csvText(bytes), { ...options, source: bytes.name });
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

import { CsvReader } from '../csv/csv-reader';
import { csvDialect, type CsvOptions } from '../csv/options';
import { describeValue } from '../options/describe-value';
import type { Table } from '../table/table';
import { bytesOfFile, csvText } from './csv-text';

/**
 * A table from a CSV file, or from several with the same columns, one after another. Files are UTF-8, plain or compressed
 * with gzip, and are read as streams, so that memory beyond the table itself does not grow with them; a file in which a
 * column turns out to be text only after numbers is read a second time. Otherwise as `parseCsv`.
 *
 * @throws HephError `file-not-found`; `file-system` if a file cannot be read; `invalid-csv` naming file, line and column
 * @throws TypeError if an option does not exist or is of no use
 */
export async function readCsv(paths: string | readonly string[], options: CsvOptions = {}): Promise<Table> {
  const files: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  for (const file of files)
    if (typeof file !== 'string')
      throw new TypeError(`paths must be a file's path or several; received ${describeValue(file)}`);
  if (files.length === 0) throw new TypeError('paths must name at least one file; received none');
  const dialect = csvDialect('readCsv', options);
  const reader = await readFiles(files as readonly string[], new CsvReader(dialect), options.source);
  if (reader.textAfterNumbers.length === 0) return reader.finish();
  return (await readFiles(files as readonly string[], reader.again(), options.source)).finish();
}

async function readFiles(
  files: readonly string[],
  reader: CsvReader,
  source: string | undefined,
): Promise<CsvReader> {
  for (const file of files) {
    const bytes = bytesOfFile(file, source);
    reader.begin(bytes.name);
    for await (const piece of csvText(bytes)) reader.add(piece);
    reader.end();
  }
  return reader;
}

import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { cellCutting, CsvReader } from '../csv/csv-reader';
import { csvDialect, type CsvDialect, type CsvOptions } from '../csv/options';
import { HephError } from '../errors';
import type { Table } from '../table/table';

/**
 * A table from a CSV file, or from several with the same columns, one after another. Files are UTF-8 and are read
 * as streams, so that memory beyond the table itself does not grow with them; a file in which a column turns out
 * to be text only after numbers is read a second time. Otherwise as `parseCsv`.
 *
 * @throws HephError `file-not-found`; `file-system` if a file cannot be read; `invalid-csv` naming file, line and column
 */
export async function readCsv(paths: string | readonly string[], options: CsvOptions = {}): Promise<Table> {
  const files = typeof paths === 'string' ? [paths] : paths;
  if (files.length === 0) throw new TypeError('paths must name at least one file; received none');
  const dialect = csvDialect(options);
  const reader = await readFiles(files, new CsvReader(dialect), dialect, options.source);
  if (reader.textAfterNumbers.length === 0) return reader.finish();
  return (await readFiles(files, reader.again(), dialect, options.source)).finish();
}

async function readFiles(
  files: readonly string[],
  reader: CsvReader,
  dialect: CsvDialect,
  source: string | undefined,
): Promise<CsvReader> {
  for (const file of files) {
    reader.begin(source ?? basename(file));
    await readFile(file, reader, dialect);
    reader.end();
  }
  return reader;
}

async function readFile(file: string, reader: CsvReader, dialect: CsvDialect): Promise<void> {
  const text = Readable.from(decoded(file));
  try {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<string[]>(text, {
        ...cellCutting(dialect),
        chunk: chunk => reader.add(chunk),
        complete: () => resolve(),
        error: reject,
      });
    });
  } finally {
    text.destroy();
  }
}

async function* decoded(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 }))
      yield decoder.decode(bytes as Uint8Array, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): HephError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new HephError('file-not-found', `there is no file ${file}`, { cause });
  if (code === 'EISDIR')
    return new HephError('file-system', `expected a CSV file; ${file} is a directory`, { cause });
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new HephError('invalid-csv', `${basename(file)}: expected UTF-8 text; found other bytes`, {
      cause,
    });
  return new HephError('file-system', `cannot read ${file}: ${String(cause)}`, { cause });
}

import Papa from 'papaparse';
import type { Table } from '../table/table';
import { cellCutting, CsvReader, type CsvChunk } from './csv-reader';
import { csvDialect, type CsvOptions } from './options';

/**
 * A table from CSV text (RFC 4180): cells may be quoted, and hold delimiters and line breaks then. A column is
 * numeric if all its cells are decimal numbers or missing, otherwise categorical with its cells' text unchanged.
 * Blank lines are skipped, but are missing values in a table of one column.
 *
 * @throws HephError `invalid-csv` with line and column where the text is malformed: rows of unequal length,
 * unclosed quotes, names missing or repeated, a cell that is no finite number in a numeric column, no text at all
 * @throws HephError `missing-column` if `options.columns` declares a column that is not there
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  if (typeof text !== 'string') throw new TypeError(`text must be a string; received ${typeof text}`);
  const dialect = csvDialect(options);
  const source = options.source ?? 'CSV';
  const reader = readText(text, source, new CsvReader(dialect));
  return (reader.textAfterNumbers.length > 0 ? readText(text, source, reader.again()) : reader).finish();

  function readText(content: string, name: string, into: CsvReader): CsvReader {
    into.begin(name);
    Papa.parse<string[]>(content, {
      ...cellCutting(dialect),
      chunk: (chunk: CsvChunk) => into.add(chunk),
      complete: () => into.end(),
    });
    return into;
  }
}

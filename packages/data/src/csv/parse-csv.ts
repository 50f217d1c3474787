import type { Table } from '../table/table';
import { CsvReader } from './csv-reader';
import { csvDialect, type CsvOptions } from './options';

/**
 * A table from CSV text (RFC 4180): cells may be quoted, and hold delimiters and line breaks then. A column is
 * numeric if all its cells are decimal numbers or missing and none is a name made of digits (`01234`), otherwise
 * categorical with its cells' text unchanged. Names lose white space around them; a first column without a name is an
 * index and left out. Blank lines are skipped, but are missing values in a table of one column.
 *
 * @example
 * const next = parseCsv(text, { like: model }); // with the kinds of columns, and the spelling of categories, of training
 *
 * @throws HephError `invalid-csv` with line and column where the text is malformed: rows of unequal length,
 * unclosed quotes, names missing or repeated, a cell that is no finite number in a numeric column, no text at all
 * @throws HephError `missing-column` if `options.columns` declares a column that is not there
 * @throws TypeError if an option does not exist or is of no use
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  if (typeof text !== 'string') throw new TypeError(`text must be a string; received ${typeof text}`);
  const dialect = csvDialect('parseCsv', options);
  const source = options.source ?? 'CSV';
  const reader = readText(text, source, new CsvReader(dialect));
  return (reader.textAfterNumbers.length > 0 ? readText(text, source, reader.again()) : reader).finish();
}

function readText(text: string, source: string, reader: CsvReader): CsvReader {
  reader.begin(source);
  reader.add(text);
  reader.end();
  return reader;
}

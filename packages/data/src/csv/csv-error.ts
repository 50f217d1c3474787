import { HephError } from '../errors';

/** A place in CSV text, as messages name it. */
export interface CsvPlace {
  readonly source: string;
  /** The line in the file, from 1. */
  readonly line: number;
  readonly column?: string;
}

/** What is wrong with CSV text, and where. */
export function csvError({ source, line, column }: CsvPlace, problem: string): HephError {
  const inColumn = column === undefined ? '' : `, column "${column}"`;
  return new HephError('invalid-csv', `${source}, line ${line}${inColumn}: ${problem}`);
}

/** Text as a message quotes it, shortened where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

import { basename } from 'node:path';
import type { Table } from '@heph/data';
import { readCsv } from '@heph/data/node';
import { cellOptions, cuttingOptions, type CsvSettings } from '../csv/csv-settings';

/** Which file to learn from, and what its columns mean. */
export interface OwnTableOptions {
  readonly file: string;
  /** The column to predict. */
  readonly target: string;
  /** Columns to read as categories although they hold numbers. */
  readonly categorical: readonly string[];
  /** How the file is read. */
  readonly csv: CsvSettings;
}

/**
 * A CSV file of the user's own.
 *
 * @throws HephError `file-not-found`; `invalid-csv` naming line and column, also where the target is no number;
 *   `missing-column` if a named column is not there
 */
export function readOwnTable({ file, target, categorical, csv }: OwnTableOptions): Promise<Table> {
  const kinds = categorical.map(name => [name, 'categorical'] as const);
  return readCsv(file, {
    columns: { ...Object.fromEntries(kinds), [target]: 'numeric' },
    ...cuttingOptions(csv),
    ...cellOptions(csv),
    source: basename(file),
  });
}

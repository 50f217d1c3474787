import { csvRows, type CsvRow, type CsvRowsOptions } from '@heph/data';
import { cuttingOptions } from '../src/csv/csv-settings';
import { predictRows, Tally } from '../src/prediction/predict-rows';
import type { RowValues } from '../src/prediction/row-decoder';
import type { PageData } from '../src/serve/page-data';
import { textOf } from './file-text';
import type { Predictor } from './predictor';

export interface PredictFileOptions {
  readonly data: Pick<PageData, 'columns' | 'interval' | 'csv'>;
  readonly predictor: Predictor;
  readonly skipBadRows: boolean;
  /** Values for the columns that the file lacks; absent where they are an error. */
  readonly fill: RowValues | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (rows: number) => void;
}

export interface PredictedFile {
  /** The file's rows with the columns prediction, lower and upper. */
  readonly csv: Blob;
  /** Header and first rows of it. */
  readonly preview: readonly (readonly string[])[];
  readonly tally: Tally;
}

const previewRows = 5;

/**
 * Predicts the rows of a CSV file, read and checked by the very code of `turbine predict`.
 *
 * @throws HephError `missing-column` or `invalid-csv`, naming row, line and column of what is wrong
 * @throws whatever reason `signal` was aborted with
 */
export async function predictFile(file: File, options: PredictFileOptions): Promise<PredictedFile> {
  const { data, predictor, skipBadRows, fill, signal, onProgress } = options;
  const { csv = {} } = data;
  const cutting = { ...cuttingOptions(csv), source: file.name };
  const tally = new Tally();
  const head = fill && (await firstRow(await file.slice(0, longestHeader).text(), cutting));
  const pieces: string[] = [];
  const lines = predictRows(
    {
      manifest: data,
      model: { predict: table => predictor.predictTable(table, signal) },
      text: { name: file.name, rows: csvRows(textOf(file), cutting) },
      csv,
      constants: fill ? constantsFor(data, head, fill) : new Map(),
      only: false,
      skipBadRows,
      signal,
    },
    tally,
  );
  for await (const piece of lines) {
    pieces.push(piece);
    onProgress(tally.predicted);
  }
  return {
    csv: new Blob(pieces, { type: 'text/csv' }),
    preview: (await rowsOf(pieces.slice(0, 2), { delimiter: ',' }))
      .slice(0, previewRows + 1)
      .map(({ cells }) => cells),
    tally,
  };
}

/** Cells for the columns that the file's header does not name; what the file has is left to it. */
function constantsFor(
  { columns }: Pick<PageData, 'columns'>,
  head: CsvRow | undefined,
  fill: RowValues,
): Map<string, string> {
  const header = (head?.cells ?? []).map(name => name.trim());
  return new Map(
    columns.flatMap(({ name }, i) => (header.includes(name) ? [] : [[name, String(fill[i] ?? '')] as const])),
  );
}

const longestHeader = 1 << 16;

/** The text may be cut off after it. */
async function firstRow(text: string, options: CsvRowsOptions): Promise<CsvRow | undefined> {
  for await (const rows of csvRows([text], options)) return rows[0];
  return undefined;
}

async function rowsOf(pieces: readonly string[], options: CsvRowsOptions): Promise<CsvRow[]> {
  const all: CsvRow[] = [];
  for await (const rows of csvRows(pieces, options)) all.push(...rows);
  return all;
}

import { csvRows, type CsvRow, type CsvRowsOptions } from '@heph/data';
import { predictRows, Tally } from '../src/prediction/predict-rows';
import type { RowValues } from '../src/prediction/row-decoder';
import type { PageData } from '../src/serve/page-data';
import { textOf } from './file-text';
import type { Predictor } from './predictor';

export interface PredictFileOptions {
  readonly data: Pick<PageData, 'columns' | 'interval'>;
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
  const tally = new Tally();
  const pieces: string[] = [];
  const lines = predictRows(
    {
      manifest: data,
      model: { predict: table => predictor.predictTable(table, signal) },
      text: textOf(file),
      constants: fill ? await constantsFor(file, data, fill) : new Map(),
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
    preview: (await firstRows(pieces.slice(0, 2).join(''), { delimiter: ',' }))
      .slice(0, previewRows + 1)
      .map(({ cells }) => cells),
    tally,
  };
}

/** Cells for the columns that the file's header does not name; what the file has is left to it. */
async function constantsFor(
  file: File,
  { columns }: Pick<PageData, 'columns'>,
  fill: RowValues,
): Promise<Map<string, string>> {
  const head = await file.slice(0, longestHeader).text();
  const header = (await firstRows(head, { source: file.name }))[0]?.cells ?? [];
  return new Map(
    columns.flatMap(({ name }, i) => (header.includes(name) ? [] : [[name, String(fill[i] ?? '')] as const])),
  );
}

const longestHeader = 1 << 16;

/** The rows that are whole in a piece of text, or the only one. */
async function firstRows(text: string, options: CsvRowsOptions): Promise<readonly CsvRow[]> {
  for await (const rows of csvRows([text], options)) return rows;
  return [];
}

import { csvLine, HephError, type CsvRow } from '@heph/data';
import type { CsvSettings } from '../csv/csv-settings';
import type { ReadyModel } from '../models/model';
import type { Manifest } from '../training/model-manifest';
import { unlessAborted } from '../unless-aborted';
import { RowDecoder, type RowProblem, type RowValues } from './row-decoder';
import { RowWatch } from './row-watch';
import { tableOf } from './table-of';

/** Rows of CSV text as they arrive, header first. */
export interface RowSource {
  /** What messages call the text. */
  readonly name: string;
  readonly rows: AsyncGenerator<readonly CsvRow[]>;
}

export interface PredictRowsOptions {
  readonly manifest: Pick<Manifest, 'columns' | 'interval'>;
  readonly model: Pick<ReadyModel, 'predict'>;
  readonly text: RowSource;
  /** How cells are read. */
  readonly csv: CsvSettings;
  /** Cells for columns that the text does not have. */
  readonly constants: ReadonlyMap<string, string>;
  /** Leave the columns of the input out. */
  readonly only: boolean;
  /** Go on after a row that cannot be predicted. */
  readonly skipBadRows: boolean;
  readonly signal: AbortSignal;
}

/** What came of the rows; it grows while they are predicted. */
export class Tally {
  predicted = 0;
  skipped = 0;
  /** The first few reasons for skipping. */
  readonly reasons: string[] = [];
  notes: readonly string[] = [];
}

const added = ['prediction', 'lower', 'upper'];
const rowsAtOnce = 8192;
const mostReasons = 5;

/**
 * Predicts the rows of a CSV text as they arrive, and gives the lines of the result, header first; memory does not grow
 * with the number of rows.
 *
 * @throws HephError `missing-column` or `invalid-csv`, naming row, line and column of what is wrong
 * @throws whatever reason `signal` was aborted with
 */
export async function* predictRows(options: PredictRowsOptions, tally: Tally): AsyncGenerator<string> {
  const { manifest, text, only, signal } = options;
  const watch = new RowWatch(manifest.columns);
  let decoder: RowDecoder | undefined;
  let row = 0;
  let pending: { cells: readonly string[]; values: RowValues }[] = [];

  for await (const records of untilAborted(text.rows, signal)) {
    for (const record of records) {
      if (!decoder) {
        decoder = new RowDecoder(manifest.columns, record.cells, options.constants, text.name, options.csv);
        yield csvLine(outputHeader(record.cells, only));
        continue;
      }
      row++;
      const values = decoder.decode(record);
      if ('problem' in values) refuse(values, `row ${row} (line ${record.line})`);
      else pending.push({ cells: record.cells, values });
      if (pending.length === rowsAtOnce) yield await predicted();
    }
  }
  if (!decoder)
    throw new HephError('invalid-csv', `${text.name}: expected a line of column names; found nothing`);
  if (pending.length > 0) yield await predicted();
  tally.notes = watch.notes;

  function refuse({ column, problem }: RowProblem, place: string): void {
    const inColumn = column === undefined ? '' : `, column "${column}"`;
    const reason = `${text.name}, ${place}${inColumn}: ${problem}`;
    if (!options.skipBadRows) throw new HephError('invalid-csv', reason);
    tally.skipped++;
    if (tally.reasons.length < mostReasons) tally.reasons.push(reason);
  }

  async function predicted(): Promise<string> {
    const rows = pending;
    pending = [];
    for (const { values } of rows) watch.see(values);
    const predictions = await unlessAborted(
      options.model.predict(
        tableOf(
          manifest.columns,
          rows.map(({ values }) => values),
        ),
      ),
      signal,
    );
    tally.predicted += rows.length;
    return rows
      .map(({ cells }, i) => csvLine([...(only ? [] : cells), ...withInterval(predictions[i]!)]))
      .join('');
  }

  function withInterval(prediction: number): string[] {
    const { halfWidth } = manifest.interval;
    return [prediction, prediction - halfWidth, prediction + halfWidth].map(shortest);
  }
}

/** Whoever types rows may stop without ever ending the input. */
async function* untilAborted(
  rows: RowSource['rows'],
  signal: AbortSignal,
): AsyncGenerator<readonly CsvRow[]> {
  for (;;) {
    const { done, value } = await unlessAborted(rows.next(), signal);
    if (done) return;
    yield value;
  }
}

function outputHeader(names: readonly string[], only: boolean): readonly string[] {
  if (only) return added;
  const taken = added.find(name => names.some(given => given.trim() === name));
  if (taken !== undefined)
    throw new HephError(
      'invalid-csv',
      `the rows have a column "${taken}" already; --only writes the predictions without the rows`,
    );
  return [...names, ...added];
}

/** Seven digits are what a float32 holds. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(7)));
}

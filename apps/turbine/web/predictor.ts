import type { Table } from '@heph/data';
import type { TabularRegressor } from '@heph/transformer';
import type { RowValues } from '../src/prediction/row-decoder';
import { tableOf } from '../src/prediction/table-of';
import type { ColumnProfile } from '../src/training/column-profile';

/** A run of many rows is cut into slices of about this many milliseconds, so that sliders never wait for longer. */
const sliceTime = 8;
const mostRows = 512;

/** The network in this page. Rows have their values in the order of the model's columns; null is missing. */
export class Predictor {
  private queue: Promise<unknown> = Promise.resolve();
  private sliceRows = 4;

  constructor(
    private readonly network: Pick<TabularRegressor, 'predict'>,
    private readonly columns: readonly ColumnProfile[],
  ) {}

  /** Predicts in one run. */
  predict(rows: readonly RowValues[]): Promise<Float64Array> {
    return this.inTurn(tableOf(this.columns, rows));
  }

  /**
   * Predicts in several short runs; other calls get their turn in between.
   *
   * @throws whatever reason `signal` was aborted with
   */
  predictPatiently(rows: readonly RowValues[], signal: AbortSignal): Promise<Float64Array> {
    return this.predictTable(tableOf(this.columns, rows), signal);
  }

  /** Likewise, of a table with the model's columns. */
  async predictTable(table: Table, signal: AbortSignal): Promise<Float64Array> {
    const predictions = new Float64Array(table.numRows);
    for (let from = 0; from < table.numRows;) {
      await new Promise(resolve => setTimeout(resolve));
      signal.throwIfAborted();
      const slice = table.slice(from, from + this.sliceRows);
      const started = performance.now();
      predictions.set(await this.inTurn(slice), from);
      this.adapt(slice.numRows, performance.now() - started);
      from += slice.numRows;
    }
    return predictions;
  }

  private inTurn(table: Table): Promise<Float64Array> {
    const run = this.queue.then(() => this.network.predict(table));
    this.queue = run.catch(() => undefined);
    return run;
  }

  private adapt(rows: number, milliseconds: number): void {
    if (rows < this.sliceRows) return;
    const fitting = (rows * sliceTime) / Math.max(milliseconds, 0.1);
    this.sliceRows = Math.round(Math.min(mostRows, 2 * rows, Math.max(4, fitting)));
  }
}

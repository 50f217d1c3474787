import type { Table } from '@heph/data';
import { type InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { RowValues } from '../src/prediction/row-decoder';
import type { ColumnProfile } from '../src/training/column-profile';

/** A run of many rows is cut into slices of about this many milliseconds, so that sliders never wait for longer. */
const sliceTime = 8;
const mostRows = 512;

/** The network in this page. Rows have their values in the order of the model's columns; null is missing. */
export class Predictor {
  private queue: Promise<unknown> = Promise.resolve();
  private sliceRows = 16;

  constructor(
    private readonly session: InferenceSession,
    private readonly columns: readonly ColumnProfile[],
  ) {}

  /** Predicts in one run. */
  predict(rows: readonly RowValues[]): Promise<Float32Array> {
    const run = this.queue.then(() => this.run(rows));
    this.queue = run.catch(() => undefined);
    return run;
  }

  /**
   * Predicts in several short runs; other calls get their turn in between.
   *
   * @throws whatever reason `signal` was aborted with
   */
  async predictPatiently(rows: readonly RowValues[], signal: AbortSignal): Promise<Float32Array> {
    const predictions = new Float32Array(rows.length);
    for (let from = 0; from < rows.length;) {
      await new Promise(resolve => setTimeout(resolve));
      signal.throwIfAborted();
      const slice = rows.slice(from, from + this.sliceRows);
      const started = performance.now();
      predictions.set(await this.predict(slice), from);
      this.adapt(slice.length, performance.now() - started);
      from += slice.length;
    }
    return predictions;
  }

  /** Likewise, of a table with the model's columns. */
  predictTable(table: Table, signal: AbortSignal): Promise<Float32Array> {
    const columns = this.columns.map(({ name }) => table.column(name));
    const rows = Array.from({ length: table.numRows }, (_, row) => columns.map(column => column.get(row)));
    return this.predictPatiently(rows, signal);
  }

  private adapt(rows: number, milliseconds: number): void {
    if (rows < this.sliceRows) return;
    const fitting = (rows * sliceTime) / Math.max(milliseconds, 0.1);
    this.sliceRows = Math.round(Math.min(mostRows, 2 * rows, Math.max(4, fitting)));
  }

  private async run(rows: readonly RowValues[]): Promise<Float32Array> {
    const feeds = this.columns.map(({ name, kind }, i) => [name, tensor(kind, rows, i)] as const);
    const outputs = await this.session.run(Object.fromEntries(feeds));
    return outputs[this.session.outputNames[0]!]!.data as Float32Array;
  }
}

/** A missing number is NaN, a missing category empty text: so the network was exported. */
function tensor(kind: ColumnProfile['kind'], rows: readonly RowValues[], column: number): Tensor {
  if (kind === 'numeric')
    return new Tensor(
      'float32',
      Float32Array.from(rows, row => (row[column] as number | null) ?? NaN),
      [rows.length],
    );
  return new Tensor(
    'string',
    rows.map(row => (row[column] as string | null) ?? ''),
    [rows.length],
  );
}

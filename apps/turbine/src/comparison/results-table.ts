import { count, decimal, duration } from '../format';
import { framelessTable } from '../frameless-table';
import type { ModelSummary, Spread } from './summary';

export interface ResultColumn {
  readonly title: string;
  readonly cell: (summary: ModelSummary) => string;
}

/** The columns of the table. */
export const resultColumns: readonly ResultColumn[] = [
  { title: 'MSE', cell: ({ mse }) => withSpread(mse, 2) },
  { title: 'RMSE', cell: ({ rmse }) => withSpread(rmse, 3) },
  { title: 'MAE', cell: ({ mae }) => withSpread(mae, 3) },
  { title: 'R²', cell: ({ r2 }) => withSpread(r2, 4) },
  { title: 'Parameters', cell: ({ params }) => count(params) },
  { title: 'Fit time', cell: ({ fitSeconds }) => duration(fitSeconds) },
  { title: 'Rows/s', cell: ({ predictRowsPerSecond }) => count(predictRowsPerSecond) },
];

/** One more for the report: a terminal has no room for it. */
export const intervalColumn: ResultColumn = {
  title: '95% interval of MSE',
  cell: ({ mseInterval }) => mseInterval.map(end => decimal(end, 2)).join(' – '),
};

/** The table for a terminal, without frame; its first line is the caption. */
export function renderTable(caption: string, summaries: readonly ModelSummary[]): string {
  const head = ['Model', ...resultColumns.map(column => column.title)];
  const rows = summaries.map(summary => [summary.name, ...resultColumns.map(column => column.cell(summary))]);
  return `${caption}\n\n${framelessTable(head, rows)}\n`;
}

function withSpread({ mean, sd }: Spread, digits: number): string {
  return sd === null ? decimal(mean, digits) : `${decimal(mean, digits)} ± ${decimal(sd, digits)}`;
}

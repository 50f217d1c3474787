import CliTable from 'cli-table3';
import { count, decimal, duration } from '../format';
import type { ModelSummary, Spread } from './summary';

/** The columns of the table, in the terminal and in the report. */
export const resultColumns: readonly {
  readonly title: string;
  readonly cell: (summary: ModelSummary) => string;
}[] = [
  { title: 'MSE', cell: ({ mse }) => withSpread(mse, 2) },
  { title: 'RMSE', cell: ({ rmse }) => withSpread(rmse, 3) },
  { title: 'MAE', cell: ({ mae }) => withSpread(mae, 3) },
  { title: 'R²', cell: ({ r2 }) => withSpread(r2, 4) },
  { title: 'Parameters', cell: ({ params }) => count(params) },
  { title: 'Fit time', cell: ({ fitSeconds }) => duration(fitSeconds) },
  { title: 'Rows/s', cell: ({ predictRowsPerSecond }) => count(predictRowsPerSecond) },
];

/** The table for a terminal, without frame; its first line is the caption. */
export function renderTable(caption: string, summaries: readonly ModelSummary[]): string {
  const table = new CliTable({
    head: ['Model', ...resultColumns.map(column => column.title)],
    colAligns: ['left', ...resultColumns.map(() => 'right' as const)],
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const summary of summaries)
    table.push([summary.name, ...resultColumns.map(column => column.cell(summary))]);
  return `${caption}\n\n${table.toString()}\n`;
}

const frameless = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

function withSpread({ mean, sd }: Spread, digits: number): string {
  return sd === null ? decimal(mean, digits) : `${decimal(mean, digits)} ± ${decimal(sd, digits)}`;
}

import * as Plot from '@observablehq/plot';
import type { Html } from '../html';
import { draw } from './plot';

export interface PairValue {
  readonly columns: readonly [string, string];
  readonly value: number;
  /** As it is written in the cell. */
  readonly text: string;
}

/** What a cell is filled with at most, so that its text stays readable in light and dark. */
const strongest = 0.5;
/** Weaker pairs have no number: there would be nothing but numbers. */
const worthANumber = 0.15;

/** A cell for every two columns, the darker the stronger. */
export function pairChart(what: string, names: readonly string[], pairs: readonly PairValue[]): Html {
  const largest = Math.max(...pairs.map(({ value }) => value), 1e-300);
  const cells = pairs.map(({ columns, value, text }) => {
    const [x, y] = [...columns].sort((one, other) => names.indexOf(one) - names.indexOf(other));
    const share = value / largest;
    return { x, y, opacity: strongest * share, text: share < worthANumber ? '' : text };
  });
  const empty = names.flatMap((x, i) => names.slice(i + 1).map(y => ({ x, y })));
  const best = [...pairs].sort((one, other) => other.value - one.value).slice(0, 5);
  const label = best.map(({ columns, text }) => `${columns.join(' with ')} ${text}`).join(', ');
  return draw(`${what}. The strongest: ${label || 'none'}.`, {
    ...{ width: 400, height: 340, marginLeft: 50, marginTop: 8, marginRight: 4, marginBottom: 44 },
    x: { type: 'band', domain: names.slice(0, -1), tickSize: 0, label: null, padding: 0.04, tickRotate: -35 },
    y: { type: 'band', domain: names.slice(1), tickSize: 0, label: null, padding: 0.04 },
    opacity: { type: 'identity' },
    marks: [
      Plot.cell(empty, { x: 'x', y: 'y', fill: 'var(--line)', fillOpacity: 0.35 }),
      Plot.cell(cells, {
        x: 'x',
        y: 'y',
        fill: 'var(--accent)',
        fillOpacity: cells.map(cell => cell.opacity),
      }),
      Plot.text(cells, { x: 'x', y: 'y', text: 'text', fill: 'var(--ink)', fontSize: 10.5 }),
    ],
  });
}

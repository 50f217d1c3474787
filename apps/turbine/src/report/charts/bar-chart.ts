import * as Plot from '@observablehq/plot';
import type { Html } from '../html';
import { draw } from './plot';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as it is written. */
  readonly text: string;
  /** Where the value might as well lie. */
  readonly interval?: readonly [low: number, high: number];
  readonly isNetwork: boolean;
}

export interface BarLook {
  /** What is measured, for the text alternative. */
  readonly what: string;
  readonly scale: 'linear' | 'log';
  /** The smallest on top, or the largest. */
  readonly first: 'smallest' | 'largest';
}

/** A bar for each model with its name above; networks in colour. */
export function barChart(bars: readonly Bar[], { what, scale, first }: BarLook): Html {
  const sign = first === 'smallest' ? 1 : -1;
  const shown = [...bars]
    .sort((a, b) => sign * (a.value - b.value))
    .map(bar => ({
      ...bar,
      low: bar.interval?.[0] ?? bar.value,
      high: bar.interval?.[1] ?? bar.value,
      fill: bar.isNetwork ? 'var(--accent)' : 'var(--muted-bar)',
    }));
  const largest = Math.max(...shown.map(bar => bar.high));
  const smallest = Math.min(...shown.map(bar => bar.value));
  // A logarithmic bar has to begin somewhere: a little before the shortest.
  const start = scale === 'log' ? smallest / 3 : 0;
  const room = scale === 'log' ? (largest / start) ** 0.25 : 1.2;
  return draw(`Bar chart of ${what}: ${shown.map(bar => `${bar.name} ${bar.text}`).join(', ')}.`, {
    width: 400,
    height: 48 * shown.length + 10,
    margin: 0,
    marginRight: 4,
    style: { fontSize: '14px' },
    x: { axis: null, type: scale, domain: [start, largest * room] },
    y: { axis: null, padding: 0, domain: shown.map(bar => bar.name) },
    marks: [
      Plot.barX(shown, {
        ...{ x1: start, x2: 'value', y: 'name', fill: 'fill' },
        ...{ insetTop: 24, insetBottom: 4, rx: 3 },
      }),
      Plot.ruleY(
        shown.filter(bar => bar.interval),
        { x1: 'low', x2: 'high', y: 'name', dy: 10, stroke: 'currentColor', strokeWidth: 1.5 },
      ),
      Plot.text(shown, {
        x: start,
        y: 'name',
        text: 'name',
        textAnchor: 'start',
        dy: -11,
        fill: 'currentColor',
      }),
      Plot.text(shown, {
        ...{ x: 'high', y: 'name', text: 'text', textAnchor: 'start', dx: 8, dy: 10 },
        fill: 'currentColor',
        fontWeight: 600,
      }),
    ],
  });
}

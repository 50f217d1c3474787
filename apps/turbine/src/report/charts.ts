import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { ModelSummary } from '../comparison/summary';
import { decimal } from '../format';
import { html, Html } from './html';

/** Test rows as points: what was measured and what a model said. */
export interface Points {
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

type Range = readonly [number, number];

const unit = 'NOx, mg/m³';
const font = { fontSize: '12px', fontFamily: 'inherit', background: 'transparent' };
const { document } = parseHTML('<!doctype html><html></html>');

/** Test MSE of every model, the lowest on top, with the standard deviation over seeds where there is one. */
export function mseBars(summaries: readonly ModelSummary[], isNetwork: (name: string) => boolean): Html {
  const bars = summaries.map(({ name, mse }) => ({
    name,
    mse: mse.mean,
    low: mse.mean - (mse.sd ?? 0),
    high: mse.mean + (mse.sd ?? 0),
    label: decimal(mse.mean, 2),
    fill: isNetwork(name) ? 'var(--accent)' : 'var(--muted-bar)',
  }));
  const largest = Math.max(...bars.map(bar => bar.high));
  return draw(`Bar chart of test MSE: ${bars.map(bar => `${bar.name} ${bar.label}`).join(', ')}.`, {
    width: 400,
    height: 48 * bars.length + 10,
    margin: 0,
    marginRight: 4,
    style: { ...font, fontSize: '14px' },
    x: { axis: null, domain: [0, largest * 1.14] },
    y: { axis: null, padding: 0 },
    marks: [
      Plot.barX(bars, {
        x: 'mse',
        y: 'name',
        fill: 'fill',
        insetTop: 24,
        insetBottom: 4,
        rx: 3,
        sort: { y: 'x' },
      }),
      Plot.ruleY(bars, { x1: 'low', x2: 'high', y: 'name', dy: 10, stroke: 'currentColor' }),
      Plot.text(bars, { x: 0, y: 'name', text: 'name', textAnchor: 'start', dy: -11, fill: 'currentColor' }),
      Plot.text(bars, {
        ...{ x: 'high', y: 'name', text: 'label', textAnchor: 'start', dx: 8, dy: 10 },
        fill: 'currentColor',
        fontWeight: 600,
      }),
    ],
  });
}

/** How many test rows lie where, predicted against actual: the closer to the diagonal the better. */
export function predictedAgainstActual(name: string, points: Points, range: Range): Html {
  const rows = Array.from({ length: points.actual.length }, (_, i) => ({
    actual: points.actual[i]!,
    predicted: points.predicted[i]!,
  }));
  return draw(`${name}: predicted against actual NOx of ${rows.length} test rows.`, {
    ...square,
    x: { domain: [...range], label: `actual ${unit}` },
    y: { domain: [...range], label: `predicted ${unit}` },
    marks: [
      density(rows, 'actual', 'predicted', range, range),
      Plot.line(
        [
          [range[0], range[0]],
          [range[1], range[1]],
        ],
        guide,
      ),
    ],
  });
}

/** How far off the predictions are, above and below, along what was predicted; the line is their median. */
export function residuals(name: string, points: Points, range: Range, spread: number): Html {
  const rows = Array.from({ length: points.actual.length }, (_, i) => ({
    predicted: points.predicted[i]!,
    residual: points.predicted[i]! - points.actual[i]!,
  }));
  const median = Plot.binX<Plot.LineOptions>(
    { y: 'median', x: 'x', filter: (bin: readonly unknown[]) => bin.length >= fewest },
    { x: 'predicted', y: 'residual', interval: (range[1] - range[0]) / 20 },
  );
  return draw(`${name}: predicted minus actual NOx of ${rows.length} test rows.`, {
    ...square,
    x: { domain: [...range], label: `predicted ${unit}` },
    y: { domain: [-spread, spread], label: 'predicted − actual, mg/m³' },
    marks: [
      density(rows, 'predicted', 'residual', range, [-spread, spread]),
      Plot.ruleY([0], guide),
      Plot.line(rows, { ...median, clip: true, stroke: 'var(--ink)', strokeWidth: 1.5 }),
    ],
  });
}

/** A median of fewer rows says nothing. */
const fewest = 20;

const square = {
  ...{ width: 360, height: 320, marginLeft: 44, marginBottom: 38, marginTop: 26, grid: false },
  style: font,
  opacity: { type: 'sqrt', range: [0.12, 1] } as const,
};

const guide = { stroke: 'currentColor', strokeWidth: 1, strokeDasharray: '3,3', strokeOpacity: 0.6 };

/** Counts on a grid instead of a mark a row, so that the page stays small however many rows there are. */
function density<Row>(
  rows: readonly Row[],
  x: keyof Row & string,
  y: keyof Row & string,
  xs: Range,
  ys: Range,
) {
  const cells = 44;
  const edges = ([low, high]: Range) =>
    Array.from({ length: cells + 1 }, (_, i) => low + ((high - low) * i) / cells);
  return Plot.rect(
    [...rows],
    Plot.bin<Plot.RectOptions>(
      { fillOpacity: 'count' },
      {
        x: { value: x, thresholds: edges(xs), domain: [...xs] },
        y: { value: y, thresholds: edges(ys), domain: [...ys] },
        fill: 'var(--accent)',
        inset: 0,
      },
    ),
  );
}

function draw(label: string, options: Plot.PlotOptions): Html {
  const svg = Plot.plot({ document, ...options } as Plot.PlotOptions).outerHTML;
  return html`<svg role="img" aria-label="${label}"${new Html(shorten(svg).slice('<svg'.length))}`;
}

/** A tenth of a pixel is enough in attributes. */
function shorten(svg: string): string {
  return svg.replace(/<[^>]+>/g, tag => tag.replace(/(\d+\.\d)\d+/g, '$1'));
}

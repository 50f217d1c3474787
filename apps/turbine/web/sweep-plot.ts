import * as Plot from '@observablehq/plot';
import type { ColumnProfile } from '../src/training/column-profile';

export interface Sweep {
  readonly profile: ColumnProfile;
  readonly values: readonly (number | string)[];
  readonly predictions: ArrayLike<number>;
  readonly halfWidth: number;
  /** Where the column stands; null where it has no value. */
  readonly present: { readonly value: number | string | null; readonly prediction: number };
}

export interface SweepLook {
  readonly width: number;
  readonly xLabel: string;
  readonly yLabel: string;
  /** What a screen reader says of the plot. */
  readonly description: string;
  /** Always shown, so that plots of several columns can be compared. */
  readonly yRange: readonly [number, number];
}

/** Names of more categories are written aslant. */
const mostLevelTicks = 8;

/** Predictions with their intervals along a column, and the present point. */
export function sweepPlot(sweep: Sweep, look: SweepLook): Element {
  const { values, predictions, halfWidth, profile, present } = sweep;
  const points = values.map((x, i) => {
    const y = predictions[i]!;
    return { x, y, low: y - halfWidth, high: y + halfWidth };
  });
  const here = present.value === null ? [] : [{ x: present.value, y: present.prediction }];
  const low = Math.min(look.yRange[0], ...points.map(point => point.low));
  const high = Math.max(look.yRange[1], ...points.map(point => point.high));
  const isNumeric = profile.kind === 'numeric';
  const isCrowded = !isNumeric && values.length > mostLevelTicks;
  const plot = Plot.plot({
    width: look.width,
    height: 300,
    marginLeft: 48,
    marginRight: 16,
    marginTop: 28,
    marginBottom: isCrowded ? 64 : 40,
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'transparent' },
    x: {
      label: look.xLabel,
      ...(isNumeric ? {} : { type: 'band', domain: [...values], tickRotate: isCrowded ? -35 : 0 }),
    },
    y: { label: look.yLabel, domain: [low, high], nice: true, grid: true },
    marks: isNumeric ? curve(points, here) : columns(points, here),
  });
  // What is inside an image has no roles, and then may have no labels.
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', look.description);
  return plot;
}

interface SweepPoint {
  readonly x: number | string;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

type Here = readonly { readonly x: number | string; readonly y: number }[];

const inside = { fill: 'var(--accent)', fillOpacity: 0.18 };

function curve(points: readonly SweepPoint[], here: Here): Plot.Markish[] {
  return [
    Plot.areaY([...points], { x: 'x', y1: 'low', y2: 'high', ...inside }),
    Plot.line([...points], { x: 'x', y: 'y', stroke: 'var(--accent)', strokeWidth: 2 }),
    Plot.ruleX([...here], { x: 'x', stroke: 'currentColor', strokeDasharray: '3,3', strokeOpacity: 0.6 }),
    Plot.dot([...here], { x: 'x', y: 'y', ...presentDot }),
  ];
}

function columns(points: readonly SweepPoint[], here: Here): Plot.Markish[] {
  return [
    Plot.barY([...points], { x: 'x', y1: 'low', y2: 'high', inset: 2, rx: 3, ...inside }),
    Plot.dot([...points], { x: 'x', y: 'y', r: 4, fill: 'var(--accent)' }),
    Plot.dot([...here], { x: 'x', y: 'y', ...presentDot }),
  ];
}

const presentDot = { r: 6, fill: 'var(--ink)', stroke: 'var(--card)', strokeWidth: 2 };

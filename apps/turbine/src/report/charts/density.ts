import * as Plot from '@observablehq/plot';

export type Range = readonly [low: number, high: number];

/** How see-through a cell of few rows is, and one of many. */
export const densityOpacity = { type: 'sqrt', range: [0.12, 1] } as const;

const cells = 44;

/** Counts on a grid instead of a mark a row, so that the page stays small however many rows there are. */
export function density<Row>(
  rows: readonly Row[],
  x: keyof Row & string,
  y: keyof Row & string,
  xs: Range,
  ys: Range,
): Plot.Markish {
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

function edges([low, high]: Range): number[] {
  return Array.from({ length: cells + 1 }, (_, i) => low + ((high - low) * i) / cells);
}

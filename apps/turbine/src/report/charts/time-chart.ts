import * as Plot from '@observablehq/plot';
import { decimal } from '../../format';
import type { Html } from '../html';
import type { TimeBand } from '../time-bands';
import type { Range } from './density';
import { draw, guide, square } from './plot';

/** Residuals along time: their median and the middle 80% of them. */
export function timeChart(name: string, bands: readonly TimeBand[], years: Range, spread: number): Html {
  const medians = bands.map(({ median }) => median);
  const range =
    bands.length > 0
      ? `the medians of a twelfth of a year go from ${decimal(Math.min(...medians), 1)} to ${decimal(Math.max(...medians), 1)} mg/m³`
      : 'too few rows for medians';
  const ticks = Array.from({ length: years[1] - years[0] + 1 }, (_, i) => years[0] + i);
  return draw(`${name}: predicted minus actual NOx over time; ${range}.`, {
    ...square,
    x: { domain: [...years], label: 'year', ticks, tickFormat: (year: number) => String(year) },
    y: { domain: [-spread, spread], label: 'predicted − actual, mg/m³' },
    marks: [
      Plot.areaY([...bands], {
        ...{ x: 'time', y1: 'low', y2: 'high', clip: true },
        ...{ fill: 'var(--accent)', fillOpacity: 0.28 },
      }),
      Plot.ruleY([0], guide),
      Plot.line([...bands], { x: 'time', y: 'median', clip: true, stroke: 'var(--ink)', strokeWidth: 1.5 }),
    ],
  });
}

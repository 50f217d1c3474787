import * as Plot from '@observablehq/plot';
import { count, decimal } from '../../format';
import type { Html } from '../html';
import { density, densityOpacity, type Range } from './density';
import { draw, guide, square, unit } from './plot';

/** A median of fewer rows says nothing. */
const fewest = 20;

/** How far off the predictions are, above and below, along what was predicted; the line is their median. */
export function residualChart(
  name: string,
  predicted: ArrayLike<number>,
  residuals: ArrayLike<number>,
  range: Range,
  spread: number,
): Html {
  const rows = Array.from(predicted, (value, row) => ({ predicted: value, residual: residuals[row]! }));
  const mean = rows.reduce((sum, { residual }) => sum + residual, 0) / rows.length;
  const median = Plot.binX<Plot.LineOptions>(
    { y: 'median', x: 'x', filter: (bin: readonly unknown[]) => bin.length >= fewest },
    { x: 'predicted', y: 'residual', interval: (range[1] - range[0]) / 20 },
  );
  return draw(
    `${name}: predicted minus actual NOx of ${count(rows.length)} test rows along the prediction; their mean is ${decimal(mean, 2)} mg/m³.`,
    {
      ...square,
      opacity: densityOpacity,
      x: { domain: [...range], label: `predicted ${unit}` },
      y: { domain: [-spread, spread], label: 'predicted − actual, mg/m³' },
      marks: [
        density(rows, 'predicted', 'residual', range, [-spread, spread]),
        Plot.ruleY([0], guide),
        Plot.line(rows, { ...median, clip: true, stroke: 'var(--ink)', strokeWidth: 1.5 }),
      ],
    },
  );
}

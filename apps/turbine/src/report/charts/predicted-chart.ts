import * as Plot from '@observablehq/plot';
import { count, decimal } from '../../format';
import type { Html } from '../html';
import { density, densityOpacity, type Range } from './density';
import { draw, guide, square, unit } from './plot';

/** How many test rows lie where, predicted against actual: the closer to the diagonal the better. */
export function predictedChart(
  name: string,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  r2: number,
  range: Range,
): Html {
  const rows = Array.from(actual, (value, row) => ({ actual: value, predicted: predicted[row]! }));
  const [low, high] = range;
  return draw(
    `${name}: predicted against actual NOx of ${count(rows.length)} test rows, R² ${decimal(r2, 4)}.`,
    {
      ...square,
      opacity: densityOpacity,
      x: { domain: [...range], label: `actual ${unit}` },
      y: { domain: [...range], label: `predicted ${unit}` },
      marks: [
        density(rows, 'actual', 'predicted', range, range),
        Plot.line(
          [
            [low, low],
            [high, high],
          ],
          guide,
        ),
      ],
    },
  );
}

import * as Plot from '@observablehq/plot';
import { decimal } from '../../format';
import type { Html } from '../html';
import type { Bands, OperatingRegion } from '../operating-regions';
import { draw, square } from './plot';

/** What a cell may be filled with at most, so that its text stays readable. */
const strongest = 0.5;

/**
 * The errors by load and ambient temperature: the number is the root mean squared error, the colour tells whether
 * predictions are too high or too low there.
 *
 * @param limit the bias of the strongest colour
 */
export function regionChart(
  name: string,
  regions: readonly OperatingRegion[],
  bands: { readonly temperature: Bands; readonly load: Bands },
  limit: number,
): Html {
  const cells = regions.map(region => ({
    ...region,
    fill: region.bias > 0 ? 'var(--over)' : 'var(--under)',
    opacity: strongest * Math.min(1, Math.abs(region.bias) / limit),
    text: decimal(region.rmse, 1),
  }));
  const [worst] = [...regions].sort((one, other) => other.rmse - one.rmse);
  const summary = worst
    ? `the largest is ${decimal(worst.rmse, 1)} mg/m³ at loads ${worst.load} MWh and ${worst.temperature} °C`
    : 'too few rows';
  return draw(`${name}: root mean squared error by load and ambient temperature; ${summary}.`, {
    ...square,
    marginLeft: 68,
    marginRight: 6,
    x: {
      type: 'band',
      domain: [...bands.temperature.names],
      label: 'ambient temperature, °C',
      tickSize: 0,
      padding: 0.04,
    },
    y: {
      type: 'band',
      domain: [...bands.load.names].reverse(),
      label: 'load (TEY), MWh',
      labelAnchor: 'top',
      tickSize: 0,
      padding: 0.04,
    },
    marks: [
      Plot.cell(cells, { x: 'temperature', y: 'load', fill: 'var(--line)', fillOpacity: 0.35 }),
      Plot.cell(cells, {
        x: 'temperature',
        y: 'load',
        fill: 'fill',
        fillOpacity: cells.map(cell => cell.opacity),
      }),
      Plot.text(cells, { x: 'temperature', y: 'load', text: 'text', fill: 'var(--ink)' }),
    ],
    opacity: { type: 'identity' },
  });
}

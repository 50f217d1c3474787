import { count, decimal } from '../../format';
import type { Range } from '../charts/density';
import { predictedChart } from '../charts/predicted-chart';
import { regionChart } from '../charts/region-chart';
import { residualChart } from '../charts/residual-chart';
import { timeChart } from '../charts/time-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';
import { bandsOf, operatingRegions } from '../operating-regions';
import type { ReportedModel, ReportInput } from '../report-input';
import { residualsOf } from '../test-rows';
import { timeBands } from '../time-bands';
import { slug } from './slug';

/** Scales that all models share, so that their plots can be compared. */
interface Scales {
  readonly range: Range;
  /** Residuals are shown up to this, above and below. */
  readonly spread: number;
  readonly years: Range;
  readonly bands: Parameters<typeof regionChart>[2];
  /** The bias of the strongest colour. */
  readonly bias: number;
}

export function modelsSection({ comparison, models, rows }: ReportInput, figures: Figures): Html {
  const errors = comparison.summaries.map(summary => summary.rmse.mean).sort((a, b) => a - b);
  const times = Float64Array.from(rows.time).sort();
  const scales: Scales = {
    range: paddedRange(rows.actual),
    spread: 3 * errors.at(-1)!,
    years: [Math.floor(times[0]!), Math.floor(times.at(-1)!) + 1],
    bands: { temperature: bandsOf(rows.temperature), load: bandsOf(rows.load) },
    bias: errors[Math.floor(errors.length / 2)]! / 2,
  };
  return html`<section aria-labelledby="models">
    <h2 id="models">Model by model</h2>
    <p>All models on the same scales. Each point stands for test rows, which no model has seen.</p>
    ${models.map(model => modelCard(model, rows, scales, figures))}
  </section>`;
}

function modelCard(
  { name, description, run: { result, predictions } }: ReportedModel,
  rows: ReportInput['rows'],
  { range, spread, years, bands, bias }: Scales,
  figures: Figures,
): Html {
  const details = Object.entries(result.details).map(([key, value]) => `${key}: ${value ?? 'none'}`);
  const residuals = residualsOf(rows, predictions);
  const outside = predictions.length - countInside(predictions, residuals, range, spread);
  const key = slug(name);
  const data = {
    year: rows.time,
    AT: rows.temperature,
    TEY: rows.load,
    actual: rows.actual,
    predicted: predictions,
  };
  const figure = (id: string, what: string, plot: Html, caption: string) =>
    figures.add({ id: `${id}-${key}`, title: `${name}: ${what}`, plot, caption, data });
  return html`<article class="card">
    <h3>${name}</h3>
    <p>${description}</p>
    <div class="pair">
      ${figure(
        'predicted',
        'predicted against actual',
        predictedChart(name, rows.actual, predictions, result.r2, range),
        'Predicted against actual; perfect is the dashed diagonal.',
      )}
      ${figure(
        'residuals',
        'errors along the prediction',
        residualChart(name, predictions, residuals, range, spread),
        'Errors along the prediction; the line is their median.',
      )}
      ${figure(
        'regions',
        'errors by operating region',
        regionChart(name, operatingRegions(rows, residuals, bands), bands, bias),
        'Root mean squared error by operating region; colour: predictions too high (orange) or too low (violet) on average.',
      )}
      ${figure(
        'time',
        'errors over time',
        timeChart(name, timeBands(rows.time, residuals), years, spread),
        'Errors over time, a twelfth of a year at a time: median, and the band of the middle 80%.',
      )}
    </div>
    <p>
      MSE ${decimal(result.mse, 2)}, R²
      ${decimal(result.r2, 4)}${details.length > 0 ? `; ${details.join(', ')}` : ''}.${
        outside > 0 ? ` Outside the first two plots: ${count(outside)} of the test rows.` : ''
      }
    </p>
  </article>`;
}

function paddedRange(values: ArrayLike<number>): Range {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const padding = 0.04 * (high - low || 1);
  return [low - padding, high + padding];
}

function countInside(
  predictions: ArrayLike<number>,
  residuals: Float64Array,
  [low, high]: Range,
  spread: number,
): number {
  return residuals.filter(
    (residual, row) => predictions[row]! >= low && predictions[row]! <= high && Math.abs(residual) <= spread,
  ).length;
}

import type { Comparison } from '../comparison/comparison';
import { curveCells } from '../comparison/curve-table';
import type { ModelRun } from '../comparison/model-result';
import { protocolDescriptions } from '../comparison/protocol';
import { resultColumns } from '../comparison/results-table';
import type { ModelSummary } from '../comparison/summary';
import { count, decimal, listing } from '../format';
import { mseBars, type Points, predictedAgainstActual, residuals } from './charts';
import { html, type Html } from './html';
import { style } from './style';

/** What the report knows of a model besides its figures. */
export interface ReportedModel {
  readonly name: string;
  readonly description: string;
  readonly isNetwork: boolean;
  /** The fit with the first seed. */
  readonly run: ModelRun;
}

export interface ReportInput {
  readonly comparison: Comparison;
  readonly models: readonly ReportedModel[];
  /** The target of the test rows. */
  readonly actual: ArrayLike<number>;
}

/** One HTML file that holds everything: no script, no request, readable in ten years. */
export function renderReport({ comparison, models, actual }: ReportInput): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title(comparison)}</title>
        ${style}
      </head>
      <body>
        ${heading(comparison)}
        <main>
          ${findings(comparison)} ${figures(comparison, models)} ${dataSection(comparison)}
          ${curvesSection(comparison)} ${modelSections(comparison, models, actual)} ${method(comparison)}
        </main>
        ${colophon(comparison)}
      </body>
    </html> `.text;
}

function title({ summaries }: Comparison): string {
  const number = ['no', 'one', 'two', 'three', 'four', 'five', 'six'][summaries.length];
  return `NOx of a gas turbine, ${number} ${summaries.length === 1 ? 'model' : 'models side by side'}`;
}

function heading(comparison: Comparison): Html {
  const { dataset, split } = comparison;
  const warning = html`<p class="simulated" role="note">
    <strong>Simulated data.</strong> No measurements were at hand, so a built-in model of a gas turbine made
    the rows. These figures say nothing about a real machine.
  </p>`;
  return html`<header>
    <h1>${title(comparison)}</h1>
    <p class="lead">
      Nitrogen oxides in the exhaust, predicted from nine sensors for ${count(dataset.test)} hours that no
      model had seen (${split} split).
    </p>
    ${dataset.simulated ? warning : undefined}
  </header>`;
}

function findings({ findings: sentences }: Comparison): Html {
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <ul class="findings">
      ${sentences.map(sentence => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}

function figures({ summaries, protocols }: Comparison, models: readonly ReportedModel[]): Html {
  const isNetwork = (name: string) => models.some(model => model.name === name && model.isNetwork);
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Figures</h2>
    ${summaryTable('Figures of every model', summaries)}
    <h2>Mean squared error on the test rows</h2>
    <figure class="bars">
      ${mseBars(summaries, isNetwork)}
      <figcaption>Lower is better; networks in colour.</figcaption>
    </figure>
    ${protocols.slice(1).map(
      ({ name, description, summaries: others }) =>
        html`<h2>By the ${name} protocol</h2>
          <p>${description}</p>
          ${summaryTable(`Figures by the ${name} protocol`, others)}`,
    )}
  </section>`;
}

function summaryTable(label: string, summaries: readonly ModelSummary[]): Html {
  const lowest = Math.min(...summaries.map(summary => summary.mse.mean));
  return figuresTable(
    label,
    ['Model', ...resultColumns.map(({ title }) => title)],
    summaries.map(summary => ({
      cells: [summary.name, ...resultColumns.map(column => column.cell(summary))],
      isBest: summary.mse.mean === lowest,
    })),
  );
}

function figuresTable(
  label: string,
  head: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly isBest: boolean }[],
): Html {
  const row = ({ cells: [name, ...cells], isBest }: (typeof rows)[number]) =>
    html`<tr${isBest ? html` class="best"` : undefined}>
<th scope="row">${name}</th>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map(title => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** How the errors fall with the number of labels, for each protocol; nothing where all models saw all labels. */
function curvesSection({ learningCurves, protocols }: Comparison): Html | undefined {
  if (learningCurves.length === 0) return undefined;
  const tables = protocols.map(({ name }) => {
    const { head, rows } = curveCells(learningCurves.filter(curve => curve.protocol === name));
    const label = `Test MSE by the share of the labels, ${name} protocol`;
    return figuresTable(
      label,
      head,
      rows.map(cells => ({ cells, isBest: false })),
    );
  });
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Fewer labels</h2>
    <p>
      Test MSE of models that were given only a share of the training and validation rows: subsets that
      contain one another, drawn with the seed; the test rows are always the same.
    </p>
    ${tables}
  </section>`;
}

function dataSection({ dataset, splitDescription }: Comparison): Html {
  return html`<section aria-labelledby="data">
    <h2 id="data">Data</h2>
    <div class="card">
      <dl>
        <dt>Source</dt>
        <dd>${dataset.description}</dd>
        <dt>Rows</dt>
        <dd>
          ${count(dataset.rows)}: ${count(dataset.train)} to train on, ${count(dataset.validation)} to
          validate, ${count(dataset.test)} to test
        </dd>
        <dt>Split</dt>
        <dd>${splitDescription}</dd>
        <dt>Features</dt>
        <dd>${dataset.features.join(', ')}</dd>
        <dt>Target</dt>
        <dd>${dataset.target}, mg/m³; CO, measured beside it, is left out</dd>
      </dl>
    </div>
  </section>`;
}

function modelSections(
  comparison: Comparison,
  models: readonly ReportedModel[],
  actual: ArrayLike<number>,
): Html {
  const range = paddedRange(actual);
  const spread = 3 * Math.max(...comparison.summaries.map(summary => summary.rmse.mean));
  return html`<section aria-labelledby="models">
    <h2 id="models">Model by model</h2>
    ${models.map(model => modelSection(model, { actual, predicted: model.run.predictions }, range, spread))}
  </section>`;
}

function modelSection(
  { name, description, run: { result } }: ReportedModel,
  points: Points,
  range: readonly [number, number],
  spread: number,
): Html {
  const details = Object.entries(result.details).map(([key, value]) => `${key}: ${value ?? 'none'}`);
  const outside = countOutside(points, range, spread);
  return html`<article class="card">
    <h3>${name}</h3>
    <p>${description}</p>
    <div class="pair">
      <figure>
        ${predictedAgainstActual(name, points, range)}
        <figcaption>Predicted against actual; perfect is the dashed diagonal.</figcaption>
      </figure>
      <figure>
        ${residuals(name, points, range, spread)}
        <figcaption>Errors along the prediction; the line is their median.</figcaption>
      </figure>
    </div>
    <p>
      MSE ${decimal(result.mse, 2)}, R²
      ${decimal(result.r2, 4)}${details.length > 0 ? `; ${details.join(', ')}` : ''}.${
        outside > 0 ? ` Outside the plots: ${count(outside)} of the test rows.` : ''
      }
    </p>
  </article>`;
}

function method({ seeds, preset, dataset, protocols }: Comparison): Html {
  const rules = {
    fair: `Every model got the same ${dataset.features.length} columns and was scored on the same test rows, once, after its fit was over. The networks (preset “${preset}”) learned from the training rows and used the validation rows to decide which epoch to keep; linear regression, the forest and XGBoost choose nothing, so they learned from both.`,
    original: `${protocolDescriptions.original} Everyone was scored on the same test rows; the preset of the networks is “${preset}”.`,
  };
  return html`<section aria-labelledby="method">
    <h2 id="method">How it was measured</h2>
    <p>${rules[protocols[0]!.name]} XGBoost and the forest ran with the defaults of their libraries.</p>
    <p>
      ${
        seeds.length === 1
          ? `Seed ${seeds[0]} was used throughout.`
          : `Each model was fitted once with each of the seeds ${listing(seeds.map(String))}; figures are means ± standard deviations, plots show seed ${seeds[0]}.`
      }
      Parameters are the numbers a model learned; for trees, the splits and the values in the leaves. Rows/s
      is the speed of predicting the test rows in one call, after a first call to warm up.
    </p>
  </section>`;
}

function colophon({ machine, versions, finishedAt, dataset }: Comparison): Html {
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const credit = dataset.simulated
    ? undefined
    : html`<p>
        Data: Kaya, Tüfekci, Uzun (2019), Gas Turbine CO and NOx Emission Data Set, UCI Machine Learning
        Repository, doi:10.3906/elk-1807-87, CC BY 4.0.
      </p>`;
  return html`<footer>
    <div>
      ${credit}
      <p>
        Times: ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB, ${machine.platform}.
        ${software.join(', ')}.
        <time datetime="${finishedAt}">${finishedAt.slice(0, 16).replace('T', ' ')} UTC</time>
      </p>
    </div>
  </footer>`;
}

function paddedRange(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const padding = 0.04 * (high - low || 1);
  return [low - padding, high + padding];
}

function countOutside(points: Points, [low, high]: readonly [number, number], spread: number): number {
  let outside = 0;
  for (let i = 0; i < points.actual.length; i++) {
    const predicted = points.predicted[i]!;
    if (predicted < low || predicted > high || Math.abs(predicted - points.actual[i]!) > spread) outside++;
  }
  return outside;
}

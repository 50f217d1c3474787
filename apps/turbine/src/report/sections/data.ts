import type { Comparison } from '../../comparison/comparison';
import { count } from '../../format';
import { html, type Html } from '../html';

export function dataSection({ dataset, splitDescription }: Comparison): Html {
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

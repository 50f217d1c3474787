import type { Comparison } from '../../comparison/comparison';
import { count } from '../../format';
import { html, type Html } from '../html';

export function title({ summaries }: Comparison): string {
  const number = ['no', 'one', 'two', 'three', 'four', 'five', 'six'][summaries.length];
  return `NOx of a gas turbine, ${number} ${summaries.length === 1 ? 'model' : 'models side by side'}`;
}

export function heading(comparison: Comparison, pageLink: Html): Html {
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
    ${pageLink} ${dataset.simulated ? warning : undefined}
  </header>`;
}

export function findingsSection({ findings }: Comparison): Html {
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <ul class="findings">
      ${findings.map(sentence => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}

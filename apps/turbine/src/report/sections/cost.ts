import type { Comparison } from '../../comparison/comparison';
import type { ModelSummary } from '../../comparison/summary';
import { count, duration } from '../../format';
import { type Bar, barChart, type BarLook } from '../charts/bar-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';
import type { ReportedModel } from '../report-input';

interface Cost {
  readonly id: string;
  readonly title: string;
  readonly first: BarLook['first'];
  readonly of: (summary: ModelSummary) => number;
  readonly text: (value: number) => string;
}

const costs: readonly Cost[] = [
  { id: 'parameters', title: 'Parameters', first: 'smallest', of: ({ params }) => params, text: count },
  {
    id: 'fit-seconds',
    title: 'Seconds to fit',
    first: 'smallest',
    of: summary => summary.fitSeconds,
    text: duration,
  },
  {
    ...{ id: 'rows-per-second', title: 'Rows predicted a second', first: 'largest' },
    ...{ of: summary => summary.predictRowsPerSecond, text: count },
  },
];

/** What the models cost: numbers that were learned, time to fit, and time to predict. */
export function costSection(
  { summaries, machine }: Comparison,
  models: readonly ReportedModel[],
  figures: Figures,
): Html {
  const isNetwork = (name: string) => models.some(model => model.name === name && model.isNetwork);
  return html`<section aria-labelledby="cost">
    <h2 id="cost">Size and time</h2>
    <div class="three">
      ${costs.map(({ id, title, first, of, text }) => {
        const bars = summaries.map((summary): Bar => {
          const value = of(summary);
          return { name: summary.name, value, text: text(value), isNetwork: isNetwork(summary.name) };
        });
        return figures.add({
          ...{ id, title },
          plot: barChart(bars, {
            what: `${title.toLowerCase()}, on a logarithmic scale`,
            scale: 'log',
            first,
          }),
          caption: `${title}; a logarithmic scale.`,
          data: {
            model: bars.map(({ name }) => name),
            [id.replaceAll('-', '_')]: bars.map(({ value }) => value),
          },
        });
      })}
    </div>
    <p class="note">Measured on ${machine.cpu}, ${machine.threads} threads, ${machine.memoryGB} GB.</p>
  </section>`;
}

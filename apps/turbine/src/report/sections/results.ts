import type { Comparison } from '../../comparison/comparison';
import { intervalColumn, resultColumns } from '../../comparison/results-table';
import type { ModelSummary } from '../../comparison/summary';
import { decimal } from '../../format';
import { barChart } from '../charts/bar-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';
import type { ReportedModel } from '../report-input';
import { table } from './table';

const columns = [resultColumns[0]!, intervalColumn, ...resultColumns.slice(1)];

export function resultsSection(
  { summaries, protocols, seeds }: Comparison,
  models: readonly ReportedModel[],
  figures: Figures,
): Html {
  const isNetwork = (name: string) => models.some(model => model.name === name && model.isNetwork);
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Figures</h2>
    ${summaryTable('Figures of every model', summaries)}
    <p class="note">
      ${seeds.length > 1 ? `Means ± standard deviations over ${seeds.length} seeds. ` : ''}The interval is
      where the mean squared error would lie, 95 times of 100, on other test
      rows${seeds.length > 1 ? ' and with other seeds' : ' (another seed may change it further)'}. Models are
      tested on the same rows, so two of them may differ provably although their intervals overlap: the
      findings go by paired tests.
    </p>
    <h2>Mean squared error on the test rows</h2>
    <div class="bars">
      ${figures.add({
        id: 'mse',
        title: 'Mean squared error on the test rows',
        plot: barChart(
          summaries.map(({ name, mse, mseInterval }) => ({
            ...{ name, value: mse.mean, text: decimal(mse.mean, 2) },
            ...{ interval: mseInterval, isNetwork: isNetwork(name) },
          })),
          { what: 'test MSE', scale: 'linear', first: 'smallest' },
        ),
        caption: 'Lower is better; the thin line is the 95% interval; networks in colour.',
        data: {
          model: summaries.map(({ name }) => name),
          mse: summaries.map(({ mse }) => mse.mean),
          low: summaries.map(({ mseInterval }) => mseInterval[0]),
          high: summaries.map(({ mseInterval }) => mseInterval[1]),
        },
      })}
    </div>
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
  return table(
    label,
    ['Model', ...columns.map(({ title }) => title)],
    summaries.map(summary => ({
      cells: [summary.name, ...columns.map(column => column.cell(summary))],
      isBest: summary.mse.mean === lowest,
    })),
  );
}

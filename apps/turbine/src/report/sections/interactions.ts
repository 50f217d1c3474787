import type { Comparison } from '../../comparison/comparison';
import { decimal } from '../../format';
import { pairChart, type PairValue } from '../charts/pair-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';
import type { ReportedModel } from '../report-input';
import { slug } from './slug';

/** Which columns go together: what a forest saw in the training rows, and what the models learned. */
export function interactionsSection(
  { interactions, dataset }: Comparison,
  models: readonly ReportedModel[],
  figures: Figures,
): Html {
  const names = dataset.features;
  const learned = interactions.models.filter(({ name }) =>
    models.some(model => model.name === name && model.isNetwork),
  );
  const { pairLayers } = interactions;
  return html`<section aria-labelledby="interactions">
    <h2 id="interactions">Columns that act together</h2>
    <p>
      A cell for every two columns, the darker the more they do together beyond what each does alone. The
      search by a forest picks the pairs that the interactive network is built with; what networks then
      learned is read from their predictions, by changing one column, the other, and both. The pair layer is
      one part of the interactive network: its share tells which pairs that part lives on.
    </p>
    <div class="pair">
      ${heatMap(figures, {
        id: 'pairs-forest-saw',
        title: 'What a forest saw',
        what: 'Share of the target’s variance that two columns explain together in a forest on the training rows, in percent',
        names,
        pairs: interactions.forest.map(({ columns, share }) => ({
          ...{ columns, value: share, text: decimal(100 * share, 1) },
        })),
        caption: 'In percent of the target’s variance in the training rows.',
        column: 'share_of_variance',
      })}
      ${pairLayers.map(({ name, pairs }) =>
        heatMap(figures, {
          id: `pair-layer-${slug(name)}`,
          title: `What the pair layer of ${name} learned`,
          what: `Share of each pair in what all pairs of the pair layer of ${name} contribute, in percent`,
          names,
          pairs: pairs.map(({ columns, share }) => ({
            ...{ columns, value: share, text: decimal(100 * share, 0) },
          })),
          caption:
            'In percent of what all its pairs contribute to the network’s head, on the validation rows. A blank pair is not in the layer, or counts for next to nothing there.',
          column: 'share_of_pair_layer',
        }),
      )}
      ${learned.map(({ name, pairs }) =>
        heatMap(figures, {
          id: `pairs-${slug(name)}`,
          title: `What ${name} learned`,
          what: `Standard deviation of what two columns do together in the predictions of ${name}, in mg/m³`,
          names,
          pairs: pairs.map(({ columns, strength }) => ({
            ...{ columns, value: strength, text: decimal(strength, 1) },
          })),
          caption:
            'In mg/m³: the standard deviation of what two columns contribute only together (root of the total interaction index).',
          column: 'strength_mg_m3',
        }),
      )}
    </div>
    <p class="note">
      The scales differ, so compare patterns, not numbers. The sensors depend on one another; changing one
      alone asks networks about states in which the turbine never runs.
    </p>
  </section>`;
}

interface HeatMap {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly names: readonly string[];
  readonly pairs: readonly PairValue[];
  readonly caption: string;
  /** The name of the values in the CSV file. */
  readonly column: string;
}

function heatMap(figures: Figures, { id, title, what, names, pairs, caption, column }: HeatMap): Html {
  return html`<article class="card">
    <h3>${title}</h3>
    ${figures.add({
      ...{ id, title, caption },
      plot: pairChart(what, names, pairs),
      data: {
        column: pairs.map(({ columns }) => columns[0]),
        other_column: pairs.map(({ columns }) => columns[1]),
        [column]: pairs.map(({ value }) => value),
      },
    })}
  </article>`;
}

import type { Comparison } from '../../comparison/comparison';
import { trainingChart } from '../charts/training-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';

/** How networks learned epoch by epoch; nothing where there is no network. */
export function trainingSection(
  { trainingCurves, seeds, protocols }: Comparison,
  figures: Figures,
): Html | undefined {
  const curves = trainingCurves.filter(({ seed }) => seed === seeds[0]);
  if (curves.length === 0) return undefined;
  const points = curves.flatMap(({ name, epochs }) => epochs.map(epoch => ({ name, ...epoch })));
  const rows = protocols[0]!.name === 'original' ? 'test rows, by the original protocol' : 'validation rows';
  return html`<section aria-labelledby="training">
    <h2 id="training">Learning curves</h2>
    <div class="curve card">
      ${figures.add({
        id: 'learning-curves',
        title: 'Learning curves',
        plot: trainingChart(curves),
        caption: `Loss by epoch, seed ${seeds[0]}: the mean squared error of the standardised target. Dashed: training batches, with dropout; whole: ${rows}, by which the best epoch is found.`,
        data: {
          model: points.map(({ name }) => name),
          epoch: points.map(({ epoch }) => epoch),
          training_loss: points.map(({ training }) => training),
          validation_loss: points.map(({ validation }) => validation),
        },
      })}
    </div>
  </section>`;
}

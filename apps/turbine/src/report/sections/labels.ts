import type { Comparison } from '../../comparison/comparison';
import { curveCells } from '../../comparison/curve-table';
import { curveChart } from '../charts/curve-chart';
import type { Figures } from '../figures';
import { html, type Html } from '../html';
import { table } from './table';

/** How the errors fall with the number of labels, for each protocol; nothing where all models saw all labels. */
export function labelsSection({ learningCurves, protocols }: Comparison, figures: Figures): Html | undefined {
  if (learningCurves.length === 0) return undefined;
  const parts = protocols.map(({ name }) => {
    const curves = learningCurves.filter(curve => curve.protocol === name);
    const { head, rows } = curveCells(curves);
    const label = `Test MSE by the share of the labels, ${name} protocol`;
    const points = curves.flatMap(curve => curve.points.map(point => ({ model: curve.name, ...point })));
    return html`<div class="curve card">
        ${figures.add({
          id: `label-fractions-${name}`,
          title: label,
          plot: curveChart(curves, 'Test MSE'),
          caption: `Both axes are logarithmic; ${name} protocol.`,
          data: {
            model: points.map(({ model }) => model),
            share: points.map(({ labelFraction }) => labelFraction),
            labels: points.map(({ labels }) => labels),
            mse: points.map(({ mse }) => mse.mean),
            standard_deviation: points.map(({ mse }) => mse.sd),
          },
        })}
      </div>
      ${table(
        label,
        head,
        rows.map(cells => ({ cells })),
      )}`;
  });
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Fewer labels</h2>
    <p>
      Test MSE of models that were given only a share of the training and validation rows: subsets that
      contain one another, drawn with the seed; the test rows are always the same.
    </p>
    ${parts}
  </section>`;
}

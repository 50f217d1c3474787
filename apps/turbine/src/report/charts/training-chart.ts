import * as Plot from '@observablehq/plot';
import type { TrainingCurve } from '../../comparison/comparison';
import { decimal } from '../../format';
import type { Html } from '../html';
import { draw } from './plot';
import { legend, legendHeight, seriesOf } from './series';

/** Losses epoch by epoch: validation whole, training dashed. */
export function trainingChart(curves: readonly TrainingCurve[]): Html {
  const series = curves.map(({ name }) => seriesOf(name));
  const losses = curves.flatMap(({ epochs }) =>
    epochs.flatMap(({ training, validation }) => [training, validation]),
  );
  const label = curves.map(({ name, epochs }) => {
    const last = epochs.at(-1)!;
    return `${name} after ${last.epoch} epochs: training ${decimal(last.training, 3)}, validation ${decimal(last.validation, 3)}`;
  });
  return draw(`Losses epoch by epoch. ${label.join('; ')}.`, {
    ...{ width: 420, height: 300 + legendHeight(series), marginTop: legendHeight(series) },
    ...{ marginLeft: 48, marginRight: 14, marginBottom: 40 },
    x: { label: 'epoch', tickFormat: (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : '') },
    y: {
      ...{ type: 'log', domain: [Math.min(...losses) * 0.9, Math.max(...losses) * 1.1], grid: true },
      ...{
        label: null,
        ticks: 6,
        tickFormat: (value: number) => value.toPrecision(1).replace(/\.?0+$/, ''),
      },
    },
    marks: [
      ...curves.flatMap(({ name, epochs }) => {
        const { color, symbol } = seriesOf(name);
        return [
          Plot.line([...epochs], { x: 'epoch', y: 'training', stroke: color, strokeDasharray: '4,3' }),
          Plot.line([...epochs], { x: 'epoch', y: 'validation', stroke: color, strokeWidth: 2 }),
          Plot.dot([...epochs], { x: 'epoch', y: 'validation', fill: color, symbol, r: 3 }),
        ];
      }),
      ...legend(series, 'loss'),
    ],
  });
}

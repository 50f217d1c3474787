import * as Plot from '@observablehq/plot';
import type { LearningCurve } from '../../comparison/learning-curve';
import { count, decimal } from '../../format';
import type { Html } from '../html';
import { draw } from './plot';
import { legend, legendHeight, seriesOf } from './series';

/** Test error by the number of labelled rows, both logarithmic: a line a model. */
export function curveChart(curves: readonly LearningCurve[], what: string): Html {
  const series = curves.map(({ name }) => seriesOf(name));
  const points = curves.flatMap(({ name, points: ofModel }) =>
    ofModel.map(({ labels, mse: { mean, sd } }) => ({
      ...{ name, labels, mse: mean, low: Math.max(mean / 10, mean - (sd ?? 0)), high: mean + (sd ?? 0) },
      isSpread: sd !== null,
    })),
  );
  const label = curves.map(({ name, points: ofModel }) => {
    const text = ofModel.map(({ labels, mse }) => `${decimal(mse.mean, 1)} with ${count(labels)}`);
    return `${name} ${text.join(', ')}`;
  });
  const mse = points.flatMap(({ low, high }) => [low, high]);
  const labels = [...new Set(points.map(point => point.labels))].sort((a, b) => a - b);
  return draw(`${what} by the number of labelled rows: ${label.join('; ')}.`, {
    ...{ width: 420, height: 300 + legendHeight(series), marginTop: legendHeight(series) },
    ...{ marginLeft: 44, marginRight: 20, marginBottom: 40 },
    x: { type: 'log', label: 'labelled rows', ticks: labels, tickFormat: (rows: number) => count(rows) },
    y: {
      ...{ type: 'log', domain: [Math.min(...mse) * 0.9, Math.max(...mse) * 1.1], label: null },
      ...{ ticks: 6, tickFormat: (value: number) => decimal(value, value < 10 ? 1 : 0), grid: true },
    },
    marks: [
      ...series.flatMap(({ name, color, symbol }) => {
        const own = points.filter(point => point.name === name);
        return [
          Plot.ruleX(
            own.filter(point => point.isSpread),
            { x: 'labels', y1: 'low', y2: 'high', stroke: color },
          ),
          Plot.line(own, { x: 'labels', y: 'mse', stroke: color, strokeWidth: 2 }),
          Plot.dot(own, { x: 'labels', y: 'mse', fill: color, symbol, r: 4 }),
        ];
      }),
      ...legend(series, 'test MSE'),
    ],
  });
}

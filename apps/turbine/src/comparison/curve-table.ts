import { decimal } from '../format';
import { framelessTable } from '../frameless-table';
import type { LearningCurve } from './learning-curve';
import { shareInPercent } from './planned-fit';

/** The curves of one protocol: a line a model, a column for each share of the labels, test MSE in the cells. */
export function curveCells(curves: readonly LearningCurve[]): { head: string[]; rows: string[][] } {
  const shares = curves[0]?.points.map(point => point.labelFraction) ?? [];
  return {
    head: ['Model', ...shares.map(shareInPercent)],
    rows: curves.map(({ name, points }) => [
      name,
      ...points.map(
        ({ mse: { mean, sd } }) => `${decimal(mean, 2)}${sd === null ? '' : ` ± ${decimal(sd, 2)}`}`,
      ),
    ]),
  };
}

/** The same for a terminal, under a caption. */
export function curveTable(caption: string, curves: readonly LearningCurve[]): string {
  const { head, rows } = curveCells(curves);
  return `${caption}\n\n${framelessTable(head, rows)}\n`;
}

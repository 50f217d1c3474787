import { count, decimal } from '../format';
import type { LearningCurve } from './learning-curve';
import { describeFraction } from './planned-fit';

/** Who needs the fewest labels, in a sentence; none without curves of two models. */
export function curveFindings(curves: readonly LearningCurve[]): string[] {
  if (curves.length < 2) return [];
  const shares = curves[0]!.points.map(point => point.labelFraction);
  const winners = shares.map((_, i) => {
    const [best] = [...curves].sort((a, b) => a.points[i]!.mse.mean - b.points[i]!.mse.mean);
    return { name: best!.name, ...best!.points[i]! };
  });
  const [few, many] = [winners[0]!, winners.at(-1)!];
  const least = `${describeFraction(few.labelFraction)} (${count(few.labels)} rows)`;
  if (winners.every(({ name }) => name === few.name))
    return [
      `${few.name} has the lowest error at every share of the labels, from MSE ${decimal(few.mse.mean, 2)} with ${least} to ${decimal(many.mse.mean, 2)} with ${describeFraction(many.labelFraction)}.`,
    ];
  const change = winners.find(({ name }) => name !== few.name)!;
  return [
    `With ${least} ${few.name} has the lowest error (MSE ${decimal(few.mse.mean, 2)}); from ${describeFraction(change.labelFraction)} on it is no longer the best: with ${describeFraction(many.labelFraction)} ${many.name} leads (MSE ${decimal(many.mse.mean, 2)}).`,
  ];
}

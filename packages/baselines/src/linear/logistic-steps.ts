import { HephError } from '@heph/data';
import type { Progress } from '@heph/estimator';
import type { LinearRows } from './linear-rows';
import type { LinearTerm } from './linear-terms';

/**
 * The longest step, by its largest part, that may be the last. Where the best coefficients are infinite the loss soon falls
 * no more, but steps stay as long as they were.
 */
const lastStep = 1e-7;
const mostHalvings = 40;

/** What is to be minimized. */
export interface LogisticProblem {
  /** `target` holds the classes' places. */
  readonly rows: LinearRows;
  readonly terms: readonly LinearTerm[];
  readonly numClasses: number;
  readonly fitIntercept: boolean;
  readonly ridge: number;
  readonly maxIterations: number;
}

/** margin_k = intercepts[k] + Σ coefficients[k][j] · x_j, where a missing x_j is means[j]. */
export interface LogisticModel {
  readonly intercepts: readonly number[];
  readonly coefficients: readonly (readonly number[])[];
  readonly means: readonly number[];
  /** Of two classes: the standard errors of the coefficients and, last, of the intercept. */
  readonly standardErrors: readonly number[] | undefined;
}

/** A loss, and the step of Newton's method from a point: the inverse of the second derivative times the first. */
export interface StepwiseLoss {
  at(point: Float64Array): number;
  stepAt(point: Float64Array): Promise<Float64Array>;
}

/**
 * Where a loss is least, by Newton's method; a step that does not lower it is halved.
 * @throws HephError `diverged` where steps do not become short; `aborted`
 */
export async function newtonSteps(
  loss: StepwiseLoss,
  start: Float64Array,
  maxIterations: number,
  progress: Progress,
): Promise<Float64Array> {
  let point = start;
  let value = loss.at(point);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const step = await loss.stepAt(point);
    if (largest(step) <= lastStep * Math.max(1, largest(point))) {
      await progress.step(maxIterations);
      return moved(point, step, 1);
    }
    let share = 1;
    let next = moved(point, step, share);
    let lower = loss.at(next);
    for (let halving = 0; !(lower < value) && halving < mostHalvings; halving++) {
      share /= 2;
      next = moved(point, step, share);
      lower = loss.at(next);
      if (progress.isDue) await progress.turn();
    }
    point = next;
    value = lower;
    if (iteration < maxIterations) await progress.step(iteration);
  }
  throw new HephError(
    'diverged',
    `expected the coefficients to settle within ${maxIterations} iterations; where features tell the classes apart without error, ridge must be above 0`,
  );
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

function moved(point: Float64Array, step: ArrayLike<number>, share: number): Float64Array {
  return point.map((value, i) => value - share * step[i]!);
}

/** ln(1 + eˣ), without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

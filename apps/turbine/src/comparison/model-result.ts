import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from '@heph/data';
import type { FitKey } from './planned-fit';

/** The four figures every model is judged by, in the target's own units. */
export interface Scores {
  readonly mse: number;
  readonly rmse: number;
  readonly mae: number;
  readonly r2: number;
}

/** One fit of one model, as the JSON file has it. */
export interface ModelResult extends Scores, FitKey {
  readonly name: string;
  /** Labelled rows that the model learned from or chose by; test rows are not counted. */
  readonly labels: number;
  readonly params: number;
  readonly fitSeconds: number;
  readonly predictRowsPerSecond: number;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** A result with what the plots are drawn from. */
export interface ModelRun {
  readonly result: ModelResult;
  /** One a test row. */
  readonly predictions: ArrayLike<number>;
}

/**
 * @throws RangeError if there is not one finite prediction a row: a figure made from anything else would be a lie
 */
export function score(actual: ArrayLike<number>, predicted: ArrayLike<number>): Scores {
  if (predicted.length !== actual.length)
    throw new RangeError(`expected ${actual.length} predictions; received ${predicted.length}`);
  for (let row = 0; row < predicted.length; row++)
    if (!Number.isFinite(predicted[row]))
      throw new RangeError(`expected finite predictions; received ${predicted[row]} for test row ${row + 1}`);
  return {
    mse: meanSquaredError(actual, predicted),
    rmse: rootMeanSquaredError(actual, predicted),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
  };
}

import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from '@heph/data';
import type { EpochLoss } from './epoch-losses';
import type { PairInteraction } from './pair-interactions';
import type { PairShare } from './pair-shares';
import type { FitKey } from './planned-fit';

/** The figures every model is judged by, in the target's own units. */
export interface Scores {
  readonly mse: number;
  readonly rmse: number;
  readonly mae: number;
  readonly r2: number;
  /** Of `mse`, over the rows: the standard deviation of their squared errors by the root of their number. */
  readonly mseStandardError: number;
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
  /** Empty for a model that has no epochs. */
  readonly epochs: readonly EpochLoss[];
  /** What the model has learned of every two columns together, the strongest pair first. */
  readonly interactions: readonly PairInteraction[];
  /** What the pair layer of a network has learned, the largest share first; empty for a model that has none. */
  readonly pairShares: readonly PairShare[];
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
  const mse = meanSquaredError(actual, predicted);
  return {
    mse,
    rmse: rootMeanSquaredError(actual, predicted),
    mae: meanAbsoluteError(actual, predicted),
    r2: r2Score(actual, predicted),
    mseStandardError: standardError(mse, actual, predicted),
  };
}

function standardError(mse: number, actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const rows = actual.length;
  let squares = 0;
  for (let row = 0; row < rows; row++) squares += ((actual[row]! - predicted[row]!) ** 2 - mse) ** 2;
  return rows > 1 ? Math.sqrt(squares / (rows - 1) / rows) : 0;
}

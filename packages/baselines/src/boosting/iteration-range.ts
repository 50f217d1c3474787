import { checkOptions } from '@heph/data';
import { checkInteger } from '@heph/estimator';
import type { Tree } from '../trees/tree';
import type { BoosterFile } from '../xgboost-json/booster';
import { countRounds, treesOfRounds } from '../xgboost-json/rounds';

/** Which rounds of boosting are to predict. */
export interface IterationOptions {
  /**
   * The rounds to predict with, XGBoost's `iteration_range`: from the first, counted from 0, up to the second, which is left
   * out; `[0, 10]` are the first ten. 0 as the second stands for all there are. Default: up to `bestIteration`.
   */
  iterationRange?: readonly [begin: number, end: number] | undefined;
}

/** Explanations take those of progress besides. */
const optionNames = { iterationRange: true, onProgress: true, signal: true } as const;

/**
 * For each output, the trees of the rounds that were asked for.
 * @throws RangeError if there are no such rounds; TypeError at an option that does not exist
 */
export function treesToAsk(model: BoosterFile, options: IterationOptions = {}): readonly (readonly Tree[])[] {
  checkOptions<IterationOptions>('predict', options, optionNames);
  const { bestIteration } = model;
  const { iterationRange } = options;
  if (iterationRange === undefined)
    return bestIteration === undefined ? model.trees : treesOfRounds(model, 0, bestIteration + 1);
  const numRounds = countRounds(model);
  if (!Array.isArray(iterationRange) || iterationRange.length !== 2)
    throw new TypeError(
      `iterationRange must be a pair of rounds, [begin, end]; received ${JSON.stringify(iterationRange)}`,
    );
  const [begin, end] = iterationRange;
  checkInteger('iterationRange[1]', end, 0, numRounds);
  const last = end === 0 ? numRounds : end;
  checkInteger('iterationRange[0]', begin, 0, Math.max(0, last - 1));
  return treesOfRounds(model, begin, last);
}

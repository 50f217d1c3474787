import type { TargetUnits } from '../estimator/target-units';
import { isObjective, type ObjectiveName } from '../objectives/link';
import { storedNumber, storedNumbers, type StoredBaseline } from '../storage/baseline-folder';
import { storedUnits } from '../storage/stored-units';
import { treesFromFiles } from '../storage/tree-files';
import type { Tree } from '../trees/tree';
import type { BoosterFile, ObjectiveParameters } from '../xgboost-json/booster';
import { countRounds, type Rounds } from '../xgboost-json/rounds';

/** What fitting leaves. */
export interface FittedBoosting extends BoosterFile {
  /** What the trees and the base score tell; absent where that is the prediction itself. */
  readonly units?: TargetUnits | undefined;
  readonly validationErrors: readonly number[];
}

/** What a manifest holds of a fitted model, beside its trees: one base score where all outputs start alike. */
export function boostingState({ trees, baseScores, ...rest }: FittedBoosting) {
  const startsAlike = new Set(baseScores).size === 1;
  return {
    ...rest,
    ...(startsAlike ? { baseScore: baseScores[0]! } : { baseScores }),
    treesPerOutput: trees.map(ofOutput => ofOutput.length),
  };
}

/**
 * What `save` wrote, but for the classes.
 * @param objectives those that the reader can make use of
 * @throws RangeError saying what is wrong
 */
export function restoreBoosting(
  { target, features, state, files }: StoredBaseline,
  objectives: readonly ObjectiveName[],
): Omit<FittedBoosting, 'classes'> {
  const { objective, objectiveParameters, namesCategories, rounds, bestIteration } = state;
  if (!isObjective(objective, objectives))
    throw new RangeError(`objective must be one of ${objectives.join(', ')}; found ${String(objective)}`);
  const flat = treesFromFiles(files, features.length);
  const counts = storedNumbers(state, 'treesPerOutput');
  let end = 0;
  const trees = counts.map((count): Tree[] => flat.slice(end, (end += count)));
  if (counts.length === 0 || end !== flat.length || counts.some(count => !(count >= 0)))
    throw new RangeError(`treesPerOutput must share out ${flat.length} trees; found [${counts.join()}]`);
  if (rounds !== undefined && !areRounds(rounds, trees))
    throw new RangeError(`rounds must have one for each of ${flat.length} trees`);
  const rounded = { trees, rounds };
  return {
    ...rounded,
    objective,
    objectiveParameters: isParameters(objectiveParameters) ? objectiveParameters : undefined,
    baseScores:
      state['baseScores'] === undefined
        ? trees.map(() => storedNumber(state, 'baseScore'))
        : storedNumbers(state, 'baseScores', trees.length),
    units: storedUnits(state),
    target,
    features,
    namesCategories: namesCategories === true,
    bestIteration:
      bestIteration === undefined
        ? undefined
        : Math.min(storedCount(bestIteration), countRounds(rounded) - 1),
    validationErrors: storedNumbers(state, 'validationErrors'),
  };
}

function storedCount(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new RangeError(`bestIteration must be a round; found ${JSON.stringify(value)}`);
  return value as number;
}

function areRounds(value: unknown, trees: readonly (readonly Tree[])[]): value is Rounds {
  if (typeof value !== 'object' || value === null) return false;
  const { count, ofTrees } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(count) || !Array.isArray(ofTrees) || ofTrees.length !== trees.length)
    return false;
  return ofTrees.every(
    (ofOutput: unknown, output) =>
      Array.isArray(ofOutput) &&
      ofOutput.length === trees[output]!.length &&
      ofOutput.every(
        (round: number, i) =>
          Number.isInteger(round) && round >= (i > 0 ? ofOutput[i - 1] : 0) && round < (count as number),
      ),
  );
}

function isParameters(value: unknown): value is ObjectiveParameters {
  return (
    isRecord(value) &&
    Object.values(value).every(group => isRecord(group) && Object.values(group).every(isText))
  );
}

const isText = (value: unknown) => typeof value === 'string';
const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

import { LEAF, type Tree } from '../trees/tree';
import type { BoosterFile } from './booster';
import { treesOfRounds } from './rounds';

/**
 * A model of several classes that start from different scores as XGBoost before 3.1 can have it, too: those know one base
 * score for all classes and would silently take 0.5 for a list. So all start from 0, and a first round of trees that are
 * leaves adds each class's score, to the same sums.
 *
 * @param perRound how many trees each output has a round
 */
export function withFirstRound(file: BoosterFile, perRound: number): BoosterFile {
  const { baseScores, trees, rounds, bestIteration } = file;
  const starts = baseScores.map((score, output) => {
    const cover = trees[output]![0]?.cover[0] ?? 0;
    return Array.from({ length: perRound }, (_, i) => leaf(i === 0 ? score : 0, cover));
  });
  return {
    ...file,
    baseScores: baseScores.map(() => 0),
    trees: trees.map((ofOutput, output) => [...starts[output]!, ...ofOutput]),
    rounds: rounds && {
      count: rounds.count + 1,
      ofTrees: rounds.ofTrees.map((ofOutput, output) => [
        ...starts[output]!.map(() => 0),
        ...ofOutput.map(round => round + 1),
      ]),
    },
    bestIteration: bestIteration === undefined ? undefined : bestIteration + 1,
  };
}

/** Takes back what {@link withFirstRound} did, where it has been done. */
export function withoutFirstRound(file: BoosterFile): BoosterFile {
  const { rounds, trees, bestIteration } = file;
  const starts = treesOfRounds(file, 0, 1);
  const areLeaves = starts.every(
    ofOutput => ofOutput.length > 0 && ofOutput.every(({ left }) => left[0] === LEAF),
  );
  if (!areLeaves) return file;
  return {
    ...file,
    baseScores: starts.map(([first]) => first!.value[0]!),
    trees: trees.map((ofOutput, output) => ofOutput.slice(starts[output]!.length)),
    rounds: rounds && {
      count: rounds.count - 1,
      ofTrees: rounds.ofTrees.map((ofOutput, output) =>
        ofOutput.slice(starts[output]!.length).map(round => round - 1),
      ),
    },
    bestIteration: bestIteration === undefined ? undefined : Math.max(0, bestIteration - 1),
  };
}

function leaf(value: number, cover: number): Tree {
  return {
    feature: Int32Array.of(LEAF),
    threshold: Float32Array.of(0),
    defaultLeft: Uint8Array.of(0),
    left: Int32Array.of(LEAF),
    value: Float32Array.of(value),
    cover: Float32Array.of(cover),
    gain: Float32Array.of(0),
  };
}

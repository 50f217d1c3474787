import type { Tree } from '../trees/tree';

/** Which trees belong to which round of boosting, where a round is not one tree for each output. */
export interface Rounds {
  readonly count: number;
  /** For each output, its trees' rounds, ascending. */
  readonly ofTrees: readonly (readonly number[])[];
}

/** For each output its trees, and which rounds these are of. */
export interface Rounded {
  readonly trees: readonly (readonly Tree[])[];
  readonly rounds?: Rounds | undefined;
}

/** How many rounds of boosting the trees are of. */
export function countRounds({ trees, rounds }: Rounded): number {
  return rounds?.count ?? trees.reduce((most, { length }) => Math.max(most, length), 0);
}

/** For each output, its trees of the rounds from `begin` up to `end`. */
export function treesOfRounds(
  { trees, rounds }: Rounded,
  begin: number,
  end: number,
): readonly (readonly Tree[])[] {
  if (begin === 0 && end >= countRounds({ trees, rounds })) return trees;
  if (!rounds) return trees.map(ofOutput => ofOutput.slice(begin, end));
  return trees.map((ofOutput, output) => {
    const ofTrees = rounds.ofTrees[output]!;
    return ofOutput.filter((_, i) => ofTrees[i]! >= begin && ofTrees[i]! < end);
  });
}

/**
 * The trees' rounds; `undefined` where each round has one tree for each output.
 *
 * @param outputs every tree's output, in the file's order
 * @param ends how many trees there are up to the end of each round
 */
export function roundsOf(
  outputs: readonly number[],
  ends: readonly number[],
  numOutputs: number,
): Rounds | undefined {
  const ofTrees = Array.from({ length: numOutputs }, (): number[] => []);
  let tree = 0;
  ends.forEach((end, round) => {
    for (; tree < end; tree++) ofTrees[outputs[tree]!]!.push(round);
  });
  const count = ends.length;
  const isOneEach = ofTrees.every(
    ofOutput => ofOutput.length === count && ofOutput.every((round, i) => round === i),
  );
  return isOneEach ? undefined : { count, ofTrees };
}

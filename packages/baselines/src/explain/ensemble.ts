import type { Tree } from '../trees/tree';

/** A tree's structure, and what its leaves add to which outputs. */
export interface ExplainedTree {
  readonly tree: Tree;
  readonly outputs: readonly number[];
  /** For each of these outputs, the nodes' values. */
  readonly values: readonly Float32Array[];
}

/** What a model of trees predicts: for each output, `base + scale · Σ tree(x)`. */
export interface Ensemble {
  readonly trees: readonly ExplainedTree[];
  /** For each output. */
  readonly bases: readonly number[];
  readonly scale: number;
}

/** The sum of trees that belong to one output each, times the scale, and of a base, one for all or one each. */
export function sumOfTrees(
  trees: readonly (readonly Tree[])[],
  base: number | readonly number[],
  scale = 1,
): Ensemble {
  return {
    trees: trees.flatMap((ofOutput, output) =>
      ofOutput.map(tree => ({ tree, outputs: [output], values: [tree.value] })),
    ),
    bases: typeof base === 'number' ? trees.map(() => base) : base,
    scale,
  };
}

/** The average of trees whose structure the outputs share, times the scale, and the base. */
export function averageOfTrees(trees: readonly (readonly Tree[])[], base: number, scale = 1): Ensemble {
  const outputs = [...trees.keys()];
  const structures = trees[0]!;
  return {
    trees: structures.map((tree, i) => ({
      tree,
      outputs,
      values: trees.map(ofOutput => ofOutput[i]!.value),
    })),
    bases: trees.map(() => base),
    scale: scale / structures.length,
  };
}

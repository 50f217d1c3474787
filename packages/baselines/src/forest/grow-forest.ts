import { createRandom } from '@heph/data';
import type { Pacer } from '../estimator/pacer';
import { binMatrix } from '../trees/binning';
import type { FeatureMatrix } from '../trees/feature-matrix';
import { FeatureSampler } from '../trees/feature-sampler';
import { sortFeatures } from '../trees/sort-features';
import type { Tree } from '../trees/tree';
import { Bootstrap, treeSeeds } from './bootstrap';
import { ClassTreeGrower } from './class-tree-grower';
import { featuresPerSplit, type ForestParameters } from './forest-parameters';
import { MeanTreeGrower } from './mean-tree-grower';

/** What a forest learns from. */
export interface ForestRows {
  readonly matrix: FeatureMatrix;
  /** Numbers, or the classes' places. */
  readonly target: ArrayLike<number>;
  readonly weights: Float64Array;
}

/** Grows one tree on weighted rows. */
export interface ForestTreeGrower {
  /**
   * @param weights each row's weight in this tree; rows with weight 0 are left out
   * @returns a tree for each output; those of several outputs share their structure
   */
  grow(weights: Float64Array, sampler: FeatureSampler): Tree[];
}

/**
 * Grows a forest, tree by tree.
 * @param numClasses 0 for numbers
 * @returns for each output (a class, or the number), its trees
 */
export async function growForest(
  rows: ForestRows,
  numClasses: number,
  parameters: ForestParameters,
  pacer: Pacer,
): Promise<Tree[][]> {
  const { matrix, weights } = rows;
  const order = sortFeatures(matrix, weights);
  const bins = binMatrix(matrix, order, weights, parameters.maxBins, 'midpoint');
  const grower: ForestTreeGrower =
    numClasses > 0
      ? new ClassTreeGrower(bins, rows.target, numClasses, parameters)
      : new MeanTreeGrower(rows, order, bins, parameters);
  const bootstrap = new Bootstrap(weights, parameters.bootstrap);
  const features = Uint32Array.from({ length: matrix.numFeatures }, (_, feature) => feature);
  const perNode = featuresPerSplit(parameters.maxFeatures, matrix.numFeatures);

  const trees = Array.from({ length: Math.max(1, numClasses) }, (): Tree[] => []);
  for (const [i, seed] of treeSeeds(parameters).entries()) {
    const random = createRandom(seed);
    const drawn = bootstrap.weightsOf(random);
    const grown = grower.grow(drawn, new FeatureSampler(features, perNode, random));
    grown.forEach((tree, output) => trees[output]!.push(tree));
    await pacer.step(i + 1);
  }
  return trees;
}

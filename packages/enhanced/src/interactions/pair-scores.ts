import type { InteractionConfig } from '@heph/autoconfig';
import type { SingleRowConfig } from '@heph/transformer';
import { model as layersModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { CATEGORY_GATES, categoryPairs, PAIR_GATES } from './build-interactions';

/** How much a network makes of a pair of columns. */
export interface PairScore {
  features: [string, string];
  /** The pair's share in what all pairs together contribute, from 0 to 1. */
  score: number;
}

/** A {@link PairScore} by its former name. */
export interface PairWeight {
  features: [string, string];
  /** The score. */
  weight: number;
}

export function asWeights(scores: readonly PairScore[]): PairWeight[] {
  return scores.map(({ features, score }) => ({ features, weight: score }));
}

/**
 * What a network makes of the pairs that it models on some rows, the largest share first.
 *
 * @param run the output of a part of the network, row-major
 */
export async function pairScores(
  parts: readonly PairVectors[],
  run: (name: string, network: LayersModel) => Promise<Float32Array>,
): Promise<PairScore[]> {
  const sizes: number[] = [];
  for (const part of parts) sizes.push(...contributions(await run(part.name, part.network), part));
  return shares(
    parts.flatMap(({ pairs }) => pairs),
    sizes,
  );
}

/** One layer's vectors, a vector of `size` numbers for each of its pairs, and the layer of the head that reads them. */
export interface PairVectors {
  name: string;
  pairs: [string, string][];
  /** Gives `[B, pairs, size]`. */
  network: LayersModel;
  size: number;
  /** `[pairs · size, units]`, row-major. */
  kernel: Float32Array;
}

/** Where the vectors of pairs are in a network: those of the selected pairs, and those of categories. */
export function pairVectors(
  network: LayersModel,
  config: SingleRowConfig,
  interactions: InteractionConfig,
): PairVectors[] {
  return [
    { pairs: interactions.pairs.map(({ features }) => features), gates: PAIR_GATES, head: 'head_pairs' },
    { pairs: categoryPairs(config, interactions), gates: CATEGORY_GATES, head: 'head_categories' },
  ]
    .filter(({ pairs }) => pairs.length > 0)
    .map(({ pairs, gates, head }) => {
      const outputs = network.getLayer(gates).output as SymbolicTensor;
      const [kernel] = network.getLayer(head).getWeights();
      return {
        name: gates,
        pairs,
        network: layersModel({ inputs: network.inputs, outputs }),
        size: outputs.shape[2]!,
        kernel: kernel!.dataSync<'float32'>(),
      };
    });
}

/**
 * The standard deviation of what each pair contributes to the hidden layer that reads it, `√ Σ_u Var(x · K_u)`, with
 * the rows `K` of the kernel that belong to the pair.
 *
 * @param vectors `[rows, pairs, size]`, row-major
 */
export function contributions(
  vectors: Float32Array,
  { pairs, size, kernel }: Pick<PairVectors, 'pairs' | 'size' | 'kernel'>,
): number[] {
  const width = pairs.length * size;
  const numRows = vectors.length / width;
  const units = kernel.length / width;
  return pairs.map((_, pair) => {
    const covariance = covarianceOf(vectors, { numRows, width, offset: pair * size, size });
    let variance = 0;
    for (let u = 0; u < units; u++)
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++)
          variance +=
            covariance[i * size + j]! *
            kernel[(pair * size + i) * units + u]! *
            kernel[(pair * size + j) * units + u]!;
    return Math.sqrt(Math.max(0, variance));
  });
}

/** Shares, the largest first; a pair that is there twice has the sum of both. */
export function shares(pairs: readonly (readonly [string, string])[], sizes: readonly number[]): PairScore[] {
  const sum = sizes.reduce((total, size) => total + size, 0);
  const scored = new Map<string, PairScore>();
  pairs.forEach(([a, b], i) => {
    const key = JSON.stringify([a, b].sort());
    const score = (scored.get(key)?.score ?? 0) + (sum > 0 ? sizes[i]! / sum : 0);
    scored.set(key, { features: [a, b], score });
  });
  return [...scored.values()].sort((one, other) => other.score - one.score);
}

function covarianceOf(
  vectors: Float32Array,
  { numRows, width, offset, size }: { numRows: number; width: number; offset: number; size: number },
): Float64Array {
  const mean = new Float64Array(size);
  const products = new Float64Array(size * size);
  for (let row = 0; row < numRows; row++) {
    const begin = row * width + offset;
    for (let i = 0; i < size; i++) {
      const value = vectors[begin + i]!;
      mean[i]! += value / numRows;
      for (let j = 0; j < size; j++) products[i * size + j]! += (value * vectors[begin + j]!) / numRows;
    }
  }
  return products.map((product, ij) => product - mean[Math.floor(ij / size)]! * mean[ij % size]!);
}

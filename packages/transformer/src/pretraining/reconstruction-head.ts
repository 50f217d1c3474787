import { linear, selectToken } from '@heph/layers';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { SingleRowConfig } from '../config/single-row-config';
import { cardinalities, type EncoderGraph } from '../network/encoder-graph';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { seedFor } from '../network/seeds';

/**
 * Guesses every cell from its own contextual token: a number `[B, 1]` for a numeric column, logits
 * `[B, cardinality]` for a categorical one. The outputs are side by side in one tensor `[B, n + Σ cardinalities]`.
 */
export function buildReconstruction(
  encoder: EncoderGraph,
  config: SingleRowConfig,
  { seed, pooling }: ResolvedNetworkOptions,
): SymbolicTensor {
  const first = pooling === 'classToken' ? 1 : 0;
  const sizes = [...config.numericColumns.map(() => 1), ...cardinalities(config)];
  const guesses = sizes.map((units, j) => {
    const name = `reconstruction_${j}`;
    const token = selectToken({ index: first + j, name: `${name}_token` }).apply(encoder.tokens);
    return linear({ units, seed: seedFor(seed, name), name }).apply(token) as SymbolicTensor;
  });
  return guesses.length === 1
    ? guesses[0]!
    : (layers.concatenate({ axis: 1, name: 'reconstruction' }).apply(guesses) as SymbolicTensor);
}

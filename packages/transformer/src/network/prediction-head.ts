import { attentionPooling, dropout as dropoutLayer, linear, selectToken } from '@heph/layers';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { EncoderGraph } from './encoder-graph';
import type { ResolvedNetworkOptions } from './network-options';
import { seedFor } from './seeds';

/** A vector a row that enters the head beside the tokens. */
export interface HeadInput {
  /** Names the layer that takes it in. */
  name: string;
  /** `[B, k]` */
  values: SymbolicTensor;
}

/**
 * From the tokens of a row to `units` numbers: pool, one hidden layer, output.
 *
 * @param extra further vectors `[B, k]` that enter the hidden layer, each through a linear map of its own
 */
export function buildHead(
  encoder: EncoderGraph,
  units: number,
  options: ResolvedNetworkOptions,
  extra: readonly HeadInput[] = [],
): SymbolicTensor {
  const { headDim, dropout, seed } = options;
  const parts = [{ name: 'tokens', values: pool(encoder.tokens, options) }, ...extra].map(
    ({ name, values }, i) => {
      const layerName = `head_${name}`;
      return linear({
        units: headDim,
        useBias: i === 0,
        seed: seedFor(seed, layerName),
        name: layerName,
      }).apply(values) as SymbolicTensor;
    },
  );
  const sum =
    parts.length === 1 ? parts[0]! : (layers.add({ name: 'head_sum' }).apply(parts) as SymbolicTensor);
  const hidden = layers.activation({ activation: 'relu', name: 'head_relu' }).apply(sum) as SymbolicTensor;
  const kept = dropoutLayer({
    rate: dropout,
    seed: seedFor(seed, 'head_dropout'),
    name: 'head_dropout',
  }).apply(hidden) as SymbolicTensor;
  return linear({ units, seed: seedFor(seed, 'head_output'), name: 'head_output' }).apply(
    kept,
  ) as SymbolicTensor;
}

function pool(tokens: SymbolicTensor, { pooling, seed }: ResolvedNetworkOptions): SymbolicTensor {
  const name = `head_${pooling}`;
  if (pooling === 'flatten') return layers.flatten({ name }).apply(tokens) as SymbolicTensor;
  if (pooling === 'attention')
    return attentionPooling({ seed: seedFor(seed, name), name }).apply(tokens) as SymbolicTensor;
  return selectToken({ index: 0, name }).apply(tokens) as SymbolicTensor;
}

import type { InteractionConfig } from '@heph/autoconfig';
import { HephError } from '@heph/data';
import { categoryInteractionHash, crossNetV2, lowRankCross, pairInteraction } from '@heph/layers';
import {
  cardinalities,
  seedFor,
  type EncoderGraph,
  type HeadInput,
  type HeadParts,
  type ResolvedNetworkOptions,
  type SingleRowConfig,
} from '@heph/transformer';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';

interface Context {
  encoder: EncoderGraph;
  config: SingleRowConfig;
  interactions: InteractionConfig;
  options: ResolvedNetworkOptions;
}

/**
 * The interaction layers of a configuration. On the row of all tokens, before the head reads it:
 *
 * - `cross`: LowRankCross, products of any columns,
 * - `crossnet`: CrossNetV2, products of a bounded degree.
 *
 * On the embedded columns before any attention, each a vector a row for the head:
 *
 * - `pairs`: products of two projected columns for every selected pair, gated,
 * - `categories`: an embedding of every combination of two categories.
 */
export function interactionParts(context: Context): HeadParts {
  const { encoder, interactions, config } = context;
  const inputs: HeadInput[] = [];
  if (interactions.pairs.length > 0) inputs.push({ name: 'pairs', values: pairBranch(context) });
  if (
    interactions.useCatInteractions &&
    encoder.categorical !== null &&
    config.categoricalColumns.length >= 2
  )
    inputs.push({ name: 'categories', values: categoryBranch(encoder.categorical, context) });
  return { inputs, prepare: row => crossed(row, context) };
}

function crossed(row: SymbolicTensor, { interactions, options }: Context): SymbolicTensor {
  const { lowRankRank: rank, crossNetLayers: numLayers, dropout } = interactions;
  const named = (name: string) => ({ name, seed: seedFor(options.seed, name) });
  let values = row;
  if (interactions.useLowRankCross)
    values = lowRankCross({ rank, dropout, normalization: 'none', ...named('interaction_cross') }).apply(
      values,
    ) as SymbolicTensor;
  if (interactions.useCrossNet)
    values = crossNetV2({ numLayers, rank, ...named('interaction_crossnet') }).apply(
      values,
    ) as SymbolicTensor;
  return values;
}

function pairBranch({ encoder, config, interactions, options }: Context): SymbolicTensor {
  const name = 'interaction_pairs';
  const rank = interactions.lowRankRank;
  const products = pairInteraction({
    pairs: pairIndices(config, interactions),
    rank: 2 * rank,
    outputDim: rank,
    seed: seedFor(options.seed, name),
    name,
  }).apply(encoder.columns) as SymbolicTensor;
  return flatten(products, `${name}_row`);
}

function categoryBranch(codes: SymbolicTensor, { config, interactions, options }: Context): SymbolicTensor {
  const name = 'interaction_categories';
  const embedded = categoryInteractionHash({
    hashSize: interactions.hashSize,
    outputDim: options.dModel,
    hash: 'numbered',
    cardinalities: cardinalities(config),
    seed: seedFor(options.seed, name),
    name,
  }).apply(codes) as SymbolicTensor;
  return flatten(embedded, `${name}_row`);
}

/** The selected pairs as token numbers. */
function pairIndices(config: SingleRowConfig, { pairs }: InteractionConfig): [number, number][] {
  const indexOf = (name: string): number => {
    const index = config.features.indexOf(name);
    if (index < 0)
      throw new HephError(
        'missing-column',
        `interactionConfig.pairs names column "${name}"; expected one of ${config.features.join(', ')}`,
      );
    return index;
  };
  return pairs.map(({ features: [a, b] }) => [indexOf(a), indexOf(b)]);
}

function flatten(values: SymbolicTensor, name: string): SymbolicTensor {
  return layers.flatten({ name }).apply(values) as SymbolicTensor;
}

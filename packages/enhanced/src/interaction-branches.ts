import type { InteractionConfig } from '@heph/autoconfig';
import { HephError } from '@heph/data';
import { categoryInteractionHash, crossNetV2, lowRankCross, pairInteraction } from '@heph/layers';
import {
  cardinalities,
  seedFor,
  type EncoderGraph,
  type HeadInput,
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
 * The interaction layers of a configuration, on the embedded columns before any attention; each gives a vector a row
 * for the head:
 *
 * - `cross`: LowRankCross on all columns at once,
 * - `crossnet`: CrossNetV2 on the same,
 * - `pairs`: a product of two projected tokens for every selected pair,
 * - `categories`: a hashed embedding of every pair of categories.
 */
export function interactionBranches(context: Context): HeadInput[] {
  const { encoder, interactions, config } = context;
  const branches: HeadInput[] = [];
  const crosses = interactions.useLowRankCross || interactions.useCrossNet;
  const row = crosses ? flatten(encoder.columns, 'interaction_columns') : null;
  if (row !== null && interactions.useLowRankCross)
    branches.push({ name: 'cross', values: crossBranch(row, context) });
  if (row !== null && interactions.useCrossNet)
    branches.push({ name: 'crossnet', values: crossNetBranch(row, context) });
  if (interactions.pairs.length > 0) branches.push({ name: 'pairs', values: pairBranch(context) });
  if (
    interactions.useCatInteractions &&
    encoder.categorical !== null &&
    config.categoricalColumns.length >= 2
  )
    branches.push({ name: 'categories', values: categoryBranch(encoder.categorical, context) });
  return branches;
}

function crossBranch(row: SymbolicTensor, { interactions, options }: Context): SymbolicTensor {
  const name = 'interaction_cross';
  const { lowRankRank: rank, dropout } = interactions;
  return lowRankCross({ rank, dropout, seed: seedFor(options.seed, name), name }).apply(
    row,
  ) as SymbolicTensor;
}

function crossNetBranch(row: SymbolicTensor, { interactions, options }: Context): SymbolicTensor {
  const name = 'interaction_crossnet';
  const { crossNetLayers: numLayers, lowRankRank: rank } = interactions;
  return crossNetV2({ numLayers, rank, seed: seedFor(options.seed, name), name }).apply(
    row,
  ) as SymbolicTensor;
}

function pairBranch({ encoder, config, interactions, options }: Context): SymbolicTensor {
  const name = 'interaction_pairs';
  const rank = interactions.lowRankRank;
  const products = pairInteraction({
    pairs: pairIndices(config, interactions),
    rank,
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

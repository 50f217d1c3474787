import type { InteractionConfig } from '@heph/autoconfig';
import { HephError } from '@heph/data';
import {
  categoryInteractionHash,
  crossNetV2,
  interactionGate,
  lowRankCross,
  pairInteraction,
} from '@heph/layers';
import {
  cardinalities,
  resolveNetworkOptions,
  seedFor,
  type EncoderGraph,
  type HeadInput,
  type HeadParts,
  type NetworkOptions,
  type ResolvedNetworkOptions,
  type SingleRowConfig,
} from '@heph/transformer';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { resolveInteractionConfig } from './interaction-config';

/** What interactions are built from. */
export interface BuildInteractionsArgs {
  encoder: EncoderGraph;
  config: SingleRowConfig;
  /** What is left out takes its default. */
  interactions: Partial<InteractionConfig>;
  /** Those of the encoder. */
  options: NetworkOptions;
}

interface Parts {
  encoder: EncoderGraph;
  config: SingleRowConfig;
  interactions: InteractionConfig;
  options: ResolvedNetworkOptions;
}

/** Layers by which learned weights of pairs are read back. */
export const PAIR_GATES = 'interaction_pairs_gates';
export const CATEGORY_GATES = 'interaction_categories_gates';

/** Penalty on the gates, which lets those of no use fade. */
const SPARSITY = 1e-3;

/**
 * What an interaction configuration adds to an encoder: products of columns that a head need not learn from sums.
 *
 * On the row of all tokens `[B, k]`, before the head reads it:
 *
 * - `cross`: LowRankCross, products of any columns,
 * - `crossnet`: CrossNetV2, products of a bounded degree.
 *
 * On the embedded columns `[B, columns, dModel]`, before any attention, each a vector a row for the head:
 *
 * - `pairs`: products of two projected columns for every selected pair,
 * - `categories`: an embedding of every combination of two categories.
 *
 * Each pair has a learned gate, so that those of no use fade.
 *
 * @throws HephError `missing-column` if a pair names a column that the model does not read
 */
export function buildInteractions(args: BuildInteractionsArgs): HeadParts {
  const { encoder, config } = args;
  const interactions = resolveInteractionConfig(args.interactions);
  const parts = { encoder, config, interactions, options: resolveNetworkOptions(args.options) };
  const inputs: HeadInput[] = [];
  if (interactions.pairs.length > 0) inputs.push({ name: 'pairs', values: pairBranch(parts) });
  if (encoder.categorical !== null && categoryPairs(config, interactions).length > 0)
    inputs.push({ name: 'categories', values: categoryBranch(encoder.categorical, parts) });
  return { inputs, prepare: row => crossed(row, parts) };
}

/** The pairs of categorical columns that are embedded, in the order of their embeddings. */
export function categoryPairs(
  { categoricalColumns: names }: SingleRowConfig,
  { useCatInteractions }: InteractionConfig,
): [string, string][] {
  if (!useCatInteractions) return [];
  return names.flatMap((a, i) => names.slice(i + 1).map((b): [string, string] => [a, b]));
}

function crossed(row: SymbolicTensor, { interactions, options }: Parts): SymbolicTensor {
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

function pairBranch({ encoder, config, interactions, options }: Parts): SymbolicTensor {
  const name = 'interaction_pairs';
  const rank = interactions.lowRankRank;
  const products = pairInteraction({
    pairs: pairIndices(config, interactions),
    rank: 2 * rank,
    outputDim: rank,
    seed: seedFor(options.seed, name),
    name,
  }).apply(encoder.columns) as SymbolicTensor;
  return gatedRow(products, PAIR_GATES);
}

function categoryBranch(codes: SymbolicTensor, { config, interactions, options }: Parts): SymbolicTensor {
  const name = 'interaction_categories';
  const embedded = categoryInteractionHash({
    hashSize: interactions.hashSize,
    outputDim: options.dModel,
    hash: 'numbered',
    cardinalities: cardinalities(config),
    seed: seedFor(options.seed, name),
    name,
  }).apply(codes) as SymbolicTensor;
  return gatedRow(embedded, CATEGORY_GATES);
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

function gatedRow(vectors: SymbolicTensor, name: string): SymbolicTensor {
  const gated = interactionGate({ sparsity: SPARSITY, normalization: 'none', name }).apply(vectors);
  return layers.flatten({ name: `${name}_row` }).apply(gated) as SymbolicTensor;
}

import {
  attentionPooling,
  dropout as dropoutLayer,
  ensembleLinear,
  linear,
  memberMean,
  selectToken,
} from '@heph/layers';
import { layers, model as layersModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { EncoderGraph } from './encoder-graph';
import { resolveNetworkOptions, type NetworkOptions, type ResolvedNetworkOptions } from './network-options';
import { seedFor } from './seeds';

/** A vector a row that enters the head beside the tokens. */
export interface HeadInput {
  /** Names the layer that takes it in. */
  name: string;
  /** `[B, k]` */
  values: SymbolicTensor;
}

/** What a head is for. */
export interface HeadPurpose {
  /** How many numbers it gives a row. */
  units: number;
  /** What they are, which says how members of an ensemble are averaged. */
  of: 'values' | 'logits';
  /** Further vectors `[B, k]` that enter the first hidden layer, each through a linear map of its own. */
  inputs?: readonly HeadInput[];
  /** What is to become of the pooled tokens `[B, k]` before they enter. */
  prepare?: (row: SymbolicTensor) => SymbolicTensor;
}

const MEMBERS = 'head_members';

/** How far members of an ensemble start from one another: scales of what enters the head, around 1. */
const SPREAD = 0.5;

/**
 * From the tokens of a row to `units` numbers `[B, units]`: pool, hidden layers, output, for one or many members.
 *
 * @param given those of the encoder; what is left out takes its default
 * @throws RangeError naming the option that is out of range
 */
export function buildHead(
  encoder: EncoderGraph,
  purpose: HeadPurpose,
  given: NetworkOptions = {},
): SymbolicTensor {
  const { units, of, inputs = [], prepare = row => row } = purpose;
  const options = resolveNetworkOptions(given);
  const tokens = prepare(pool(encoder.tokens, options));
  let hidden = sum(
    [{ name: 'tokens', values: tokens }, ...inputs].map(({ name, values }, i) =>
      map(
        values,
        { name: `head_${name}`, units: options.headDim, useBias: i === 0, spread: SPREAD },
        options,
      ),
    ),
    'head_sum',
  );
  hidden = activated(hidden, '', options);
  for (let i = 1; i < options.headLayers; i++) {
    const name = `head_hidden_${i}`;
    hidden = map(hidden, { name, units: options.headDim, useBias: true, spread: 0 }, options);
    hidden = activated(hidden, `_${i}`, options);
  }
  return output(hidden, { units, of }, options);
}

/** The network with what each member of its ensemble says, `[B, k, units]`; null where there is no ensemble. */
export function membersOf(network: LayersModel): LayersModel | null {
  const layer = network.layers.find(({ name }) => name === MEMBERS);
  return layer ? layersModel({ inputs: network.inputs, outputs: layer.output as SymbolicTensor }) : null;
}

interface MapArgs {
  name: string;
  units: number;
  useBias: boolean;
  spread: number;
}

/** An affine map, or one for each member. */
function map(
  values: SymbolicTensor,
  { spread, ...args }: MapArgs,
  { ensembleSize, seed }: ResolvedNetworkOptions,
): SymbolicTensor {
  const seeded = { ...args, seed: seedFor(seed, args.name) };
  const layer =
    ensembleSize === 1 ? linear(seeded) : ensembleLinear({ ...seeded, numMembers: ensembleSize, spread });
  return layer.apply(values) as SymbolicTensor;
}

function activated(
  values: SymbolicTensor,
  suffix: string,
  { headDropout: rate, seed }: ResolvedNetworkOptions,
): SymbolicTensor {
  const name = `head_dropout${suffix}`;
  const active = layers.activation({ activation: 'relu', name: `head_relu${suffix}` }).apply(values);
  return dropoutLayer({ rate, seed: seedFor(seed, name), name }).apply(active) as SymbolicTensor;
}

/** Members that share all else have output maps of their own. */
function output(
  hidden: SymbolicTensor,
  { units, of }: Pick<HeadPurpose, 'units' | 'of'>,
  { ensembleSize: numMembers, seed }: ResolvedNetworkOptions,
): SymbolicTensor {
  const name = 'head_output';
  const seeded = { units, seed: seedFor(seed, name) };
  if (numMembers === 1) return linear({ ...seeded, name }).apply(hidden) as SymbolicTensor;
  const members = ensembleLinear({ ...seeded, numMembers, share: false, name: MEMBERS }).apply(
    hidden,
  ) as SymbolicTensor;
  return memberMean({ of, name }).apply(members) as SymbolicTensor;
}

function sum(parts: SymbolicTensor[], name: string): SymbolicTensor {
  return parts.length === 1 ? parts[0]! : (layers.add({ name }).apply(parts) as SymbolicTensor);
}

function pool(tokens: SymbolicTensor, { pooling, seed }: ResolvedNetworkOptions): SymbolicTensor {
  const name = `head_${pooling}`;
  if (pooling === 'flatten') return layers.flatten({ name }).apply(tokens) as SymbolicTensor;
  if (pooling === 'attention')
    return attentionPooling({ seed: seedFor(seed, name), name }).apply(tokens) as SymbolicTensor;
  return selectToken({ index: 0, name }).apply(tokens) as SymbolicTensor;
}

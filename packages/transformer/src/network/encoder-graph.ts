import {
  categoricalEmbedding,
  classToken,
  layerNorm,
  numericEmbedding,
  stateTokens,
  transformerBlock,
} from '@heph/layers';
import { input, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { requireConfig, type SingleRowConfig } from '../config/single-row-config';
import { NUM_CELL_TOKENS, NUM_RESERVED_CODES } from '../encoding/encoded-rows';
import { resolveNetworkOptions, type NetworkOptions, type ResolvedNetworkOptions } from './network-options';
import { seedFor } from './seeds';

/** The part of a network that every task shares: cells in, contextual tokens out. */
export interface EncoderGraph {
  /** `numeric` [B, n] and `states` [B, n] where there are numeric columns, `categorical` [B, c] where there are any. */
  readonly inputs: SymbolicTensor[];
  /** The scaled numeric columns `[B, n]`; null without such columns. */
  readonly numeric: SymbolicTensor | null;
  /** The codes of the categorical columns `[B, c]`; null without such columns. */
  readonly categorical: SymbolicTensor | null;
  /** A token a column, before any attention: `[B, columns, dModel]`. */
  readonly columns: SymbolicTensor;
  /** Tokens after the transformer, the class token first if there is one: `[B, columns (+ 1), dModel]`. */
  readonly tokens: SymbolicTensor;
}

/** Every layer of the encoder has a fixed name under this prefix, by which pre-trained weights find their place. */
export const ENCODER_PREFIX = 'encoder_';

/**
 * @param given options that are left out take their defaults
 * @throws TypeError if `config` is no `SingleRowConfig`; RangeError naming the option that is out of range
 */
export function buildEncoder(config: SingleRowConfig, given: NetworkOptions = {}): EncoderGraph {
  requireConfig('config', config);
  const options = resolveNetworkOptions(given);
  const inputs: SymbolicTensor[] = [];
  const embedded: SymbolicTensor[] = [];
  const numNumeric = config.numericColumns.length;
  const numCategorical = config.categoricalColumns.length;
  let numeric: SymbolicTensor | null = null;
  let categorical: SymbolicTensor | null = null;

  if (numNumeric > 0) {
    numeric = input({ shape: [numNumeric], dtype: 'float32', name: 'numeric' });
    const states = input({ shape: [numNumeric], dtype: 'int32', name: 'states' });
    inputs.push(numeric, states);
    embedded.push(numericTokens(numeric, states, options));
  }
  if (numCategorical > 0) {
    categorical = input({ shape: [numCategorical], dtype: 'int32', name: 'categorical' });
    inputs.push(categorical);
    embedded.push(categoricalTokens(categorical, config, options));
  }
  const columns =
    embedded.length === 1
      ? embedded[0]!
      : (layers.concatenate({ axis: 1, name: `${ENCODER_PREFIX}columns` }).apply(embedded) as SymbolicTensor);
  return { inputs, numeric, categorical, columns, tokens: transform(columns, options) };
}

function numericTokens(
  values: SymbolicTensor,
  states: SymbolicTensor,
  { dModel, numericEmbedding: embedding, seed }: ResolvedNetworkOptions,
): SymbolicTensor {
  const name = `${ENCODER_PREFIX}numeric`;
  const { numBins, ...rest } = embedding;
  const tokens = numericEmbedding({
    ...rest,
    ...(embedding.kind === 'piecewiseLinear' && { boundaries: equalBins(values.shape[1]!, numBins) }),
    outputDim: dModel,
    seed: seedFor(seed, name),
    name,
  }).apply(values) as SymbolicTensor;
  const statesName = `${ENCODER_PREFIX}states`;
  return stateTokens({
    numStates: NUM_CELL_TOKENS,
    seed: seedFor(seed, statesName),
    name: statesName,
  }).apply([tokens, states]) as SymbolicTensor;
}

/** Columns scaled by their ranks lie between ± √3, as evenly spread numbers of variance 1 do. */
function equalBins(columns: number, numBins: number): number[][] {
  const edges = Array.from({ length: numBins + 1 }, (_, t) => (2 * (t / numBins) - 1) * Math.sqrt(3));
  return Array.from({ length: columns }, () => edges);
}

function categoricalTokens(
  codes: SymbolicTensor,
  config: SingleRowConfig,
  { dModel, seed }: ResolvedNetworkOptions,
): SymbolicTensor {
  const name = `${ENCODER_PREFIX}categorical`;
  return categoricalEmbedding({
    cardinalities: cardinalities(config),
    outputDim: dModel,
    seed: seedFor(seed, name),
    name,
  }).apply(codes) as SymbolicTensor;
}

/** How many codes each categorical column has: its vocabulary and the reserved ones. */
export function cardinalities(config: SingleRowConfig): number[] {
  return config.categoricalColumns.map(name => (config.categories[name]?.length ?? 0) + NUM_RESERVED_CODES);
}

function transform(columns: SymbolicTensor, options: ResolvedNetworkOptions): SymbolicTensor {
  const { seed, nHeads, numLayers, feedForwardDim, activation, dropout, pooling, finalNorm } = options;
  let tokens = columns;
  if (pooling === 'classToken') {
    const name = `${ENCODER_PREFIX}class`;
    tokens = classToken({ seed: seedFor(seed, name), name }).apply(tokens) as SymbolicTensor;
  }
  for (let i = 0; i < numLayers; i++) {
    const name = `${ENCODER_PREFIX}block_${i}`;
    tokens = transformerBlock({
      numHeads: nHeads,
      feedForwardDim,
      activation,
      dropout,
      seed: seedFor(seed, name),
      name,
    }).apply(tokens) as SymbolicTensor;
  }
  if (!finalNorm) return tokens;
  return layerNorm({ name: `${ENCODER_PREFIX}norm` }).apply(tokens) as SymbolicTensor;
}

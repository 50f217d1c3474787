import { checkOptions, type OptionNames } from '@heph/data';
import {
  checkFraction,
  checkNonNegativeInteger,
  checkOneOf,
  checkPositive,
  checkPositiveInteger,
} from '@heph/estimator';

/** How a number becomes a token. */
export interface NumericEmbeddingOptions {
  /**
   * `periodic`: sines and cosines of learned frequencies; `linear`: a scaled direction; `piecewiseLinear`: a line that
   * bends at the edges of equal bins between ± √3 of the scaled column, which with `numericScaling: 'quantile'` hold
   * equally many training rows.
   */
  kind: 'linear' | 'periodic' | 'piecewiseLinear';
  /** Frequencies a column, for `periodic`. Default 24. */
  numFrequencies?: number;
  /** Standard deviation of the initial frequencies, for `periodic`. Default 0.3. */
  frequencyScale?: number;
  /** Bins a column, for `piecewiseLinear`. Default 32. */
  numBins?: number;
  /** Elementwise function of a number's token. Default 'linear': none. */
  activation?: 'linear' | 'relu';
}

/** How the tokens of a row become one vector: a class token, learned attention over the tokens, or all of them. */
export type Pooling = 'classToken' | 'attention' | 'flatten';

export type Activation = 'gelu' | 'relu' | 'geglu' | 'reglu';

/** The shape of the network; every option has a default. */
export interface NetworkOptions {
  /** Width of a token. Default 128. */
  dModel?: number;
  /** Attention heads; they share `dModel` evenly. Default 4. */
  nHeads?: number;
  /** Transformer blocks; without any the head reads the embedded columns. Default 3. */
  numLayers?: number;
  /** Width inside a block's feed-forward network. Default 2 · dModel. */
  feedForwardDim?: number;
  /** Its activation. Default 'reglu'. */
  activation?: Activation;
  /** Dropout within blocks. Default 0.1. */
  dropout?: number;
  /** How numbers become tokens. Default 'periodic'. */
  numericEmbedding?: NumericEmbeddingOptions['kind'] | NumericEmbeddingOptions;
  /** How the head sees the tokens. Default 'classToken'. */
  pooling?: Pooling;
  /** Normalise the tokens before the head reads them. Default true, but with `pooling: 'flatten'` false. */
  finalNorm?: boolean;
  /** Width of the head's hidden layers. Default 2 · dModel. */
  headDim?: number;
  /** Hidden layers of the head. Default 1. */
  headLayers?: number;
  /** Dropout after each hidden layer of the head. Default: `dropout`. */
  headDropout?: number;
  /**
   * Members of an ensemble that lives in the head: they share embeddings, blocks and kernels, and differ by scales,
   * offsets and output. Predictions are their mean. Default 1: no ensemble.
   */
  ensembleSize?: number;
  /** Draws initial weights, dropout and shuffles. Default 0. */
  seed?: number;
}

export const networkOptionNames: OptionNames<NetworkOptions> = {
  dModel: true,
  nHeads: true,
  numLayers: true,
  feedForwardDim: true,
  activation: true,
  dropout: true,
  numericEmbedding: true,
  pooling: true,
  finalNorm: true,
  headDim: true,
  headLayers: true,
  headDropout: true,
  ensembleSize: true,
  seed: true,
};

const embeddingOptionNames: OptionNames<NumericEmbeddingOptions> = {
  kind: true,
  numFrequencies: true,
  frequencyScale: true,
  numBins: true,
  activation: true,
};

export interface ResolvedNetworkOptions extends Required<NetworkOptions> {
  numericEmbedding: Required<NumericEmbeddingOptions>;
}

/** @throws RangeError naming the option that is out of range. */
export function resolveNetworkOptions(options: NetworkOptions): ResolvedNetworkOptions {
  const { dModel = 128, nHeads = 4, numLayers = 3, dropout = 0.1, seed = 0 } = options;
  const { activation = 'reglu', pooling = 'classToken', numericEmbedding = 'periodic' } = options;
  const { feedForwardDim = 2 * dModel, finalNorm = pooling !== 'flatten' } = options;
  const { headDim = 2 * dModel, headLayers = 1, headDropout = dropout, ensembleSize = 1 } = options;
  checkPositiveInteger('dModel', dModel);
  checkPositiveInteger('nHeads', nHeads);
  checkNonNegativeInteger('numLayers', numLayers);
  checkPositiveInteger('feedForwardDim', feedForwardDim);
  checkPositiveInteger('headDim', headDim);
  checkPositiveInteger('headLayers', headLayers);
  checkPositiveInteger('ensembleSize', ensembleSize);
  checkFraction('dropout', dropout);
  checkFraction('headDropout', headDropout);
  checkNonNegativeInteger('seed', seed);
  checkOneOf('activation', activation, ['gelu', 'relu', 'geglu', 'reglu']);
  checkOneOf('pooling', pooling, ['classToken', 'attention', 'flatten']);
  if (dModel % nHeads !== 0)
    throw new RangeError(`dModel must be a multiple of nHeads; received ${dModel} and ${nHeads}`);
  return {
    dModel,
    nHeads,
    numLayers,
    feedForwardDim,
    activation,
    dropout,
    numericEmbedding: resolveEmbedding(numericEmbedding),
    pooling,
    finalNorm,
    headDim,
    headLayers,
    headDropout,
    ensembleSize,
    seed,
  };
}

/** @throws RangeError naming the option that is out of range. */
export function resolveEmbedding(
  embedding: NonNullable<NetworkOptions['numericEmbedding']>,
): Required<NumericEmbeddingOptions> {
  const given = typeof embedding === 'string' ? { kind: embedding } : embedding;
  checkOptions('numericEmbedding', given, embeddingOptionNames);
  const { kind, numFrequencies = 24, frequencyScale = 0.3, numBins = 32, activation = 'linear' } = given;
  checkOneOf('numericEmbedding', kind, ['linear', 'periodic', 'piecewiseLinear']);
  checkOneOf('numericEmbedding.activation', activation, ['linear', 'relu']);
  checkPositiveInteger('numericEmbedding.numFrequencies', numFrequencies);
  checkPositive('numericEmbedding.frequencyScale', frequencyScale);
  checkPositiveInteger('numericEmbedding.numBins', numBins);
  return { kind, numFrequencies, frequencyScale, numBins, activation };
}

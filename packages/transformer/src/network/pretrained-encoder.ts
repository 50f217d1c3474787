import { HephError } from '@heph/data';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SingleRowConfig } from '../config/single-row-config';
import { InputEncoder, type InputEncoderState } from '../encoding/input-encoder';
import { namedWeights, readTensors, writeMatchingTensors } from '../storage/network-weights';
import type { StoredTensor } from '../storage/safetensors';
import { ENCODER_PREFIX } from './encoder-graph';
import { resolveEmbedding, type NetworkOptions, type ResolvedNetworkOptions } from './network-options';

/** What a pre-trained model shows of itself to whoever loads its encoder. */
export interface EncoderSource {
  readonly modelConfig: SingleRowConfig;
  /** The trained network with the options and the encoding that its encoder's weights belong to. */
  trainedEncoder(): { network: LayersModel; options: ResolvedNetworkOptions; inputs: InputEncoderState };
}

/** The options that shape an encoder. */
const sizeNames = [
  'dModel',
  'nHeads',
  'numLayers',
  'feedForwardDim',
  'activation',
  'numericEmbedding',
] as const;

export type EncoderSizes = Pick<ResolvedNetworkOptions, (typeof sizeNames)[number]>;

/** The encoder of a pre-trained model, copied out of it: that model may be trained on or disposed of. */
export class PretrainedEncoder {
  private constructor(
    readonly inputEncoder: InputEncoder,
    readonly sizes: EncoderSizes,
    readonly weights: readonly StoredTensor[],
  ) {}

  /**
   * @param given the sizes that are expected; those that are left out may be anything
   * @throws TypeError if there is no encoder; HephError `schema-mismatch` if columns, vocabularies or sizes differ, saying where.
   */
  static from(source: EncoderSource, config: SingleRowConfig, given: NetworkOptions): PretrainedEncoder {
    if (typeof (source as Partial<EncoderSource> | undefined)?.trainedEncoder !== 'function')
      throw new TypeError(`pretrained must be a MaskedTabularModeling; received ${typeof source}`);
    const { network, options: theirs, inputs } = source.trainedEncoder();
    compare('numeric columns', source.modelConfig.numericColumns, config.numericColumns);
    compare('categorical columns', source.modelConfig.categoricalColumns, config.categoricalColumns);
    for (const name of config.categoricalColumns)
      compare(`categories of column "${name}"`, source.modelConfig.categories[name], config.categories[name]);
    for (const size of sizeNames) {
      const value = size === 'numericEmbedding' ? resolved(given[size]) : given[size];
      if (value !== undefined) compare(size, theirs[size], value);
    }
    return new PretrainedEncoder(
      InputEncoder.fromState(config, inputs),
      pick(theirs),
      readTensors(namedWeights(network)).filter(({ name }) => name.startsWith(ENCODER_PREFIX)),
    );
  }

  writeTo(network: LayersModel): void {
    writeMatchingTensors(namedWeights(network), this.weights);
  }
}

function resolved(embedding: NetworkOptions['numericEmbedding']) {
  return embedding && resolveEmbedding(embedding);
}

function pick(options: ResolvedNetworkOptions): EncoderSizes {
  return Object.fromEntries(sizeNames.map(size => [size, options[size]])) as unknown as EncoderSizes;
}

function compare(what: string, theirs: unknown, ours: unknown): void {
  const [received, expected] = [JSON.stringify(theirs), JSON.stringify(ours)];
  if (received !== expected)
    throw new HephError(
      'schema-mismatch',
      `the pre-trained encoder does not fit this model: ${what}: expected ${expected}; received ${received}`,
    );
}

import { type serialization, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { selfAttention } from '../ops/attention';
import { positiveInteger } from './arguments';
import { SeededLayer, type SeededLayerArgs } from './seeded-layer';
import { deriveSeed } from './seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './weights';

/** Arguments of the layers that hold self-attention. */
export interface AttentionLayerArgs extends SeededLayerArgs {
  /** Number of attention heads. */
  numHeads: number;
  /** Size of each head's queries, keys and values. Default `d / numHeads`. */
  keyDim?: number;
  /** Add learned offsets to the projections. Default `true`. */
  useBias?: boolean;
  /** Of every kernel; one with a seed gives kernels of one shape equal values. Default Glorot uniform. */
  kernelInitializer?: InitializerArg;
}

/** A kernel and its offset. */
export interface Projection {
  kernel: LayerVariable;
  bias: LayerVariable | undefined;
}

/** What multi-head self-attention and the transformer block have in common. */
export abstract class AttentionLayer extends SeededLayer {
  protected readonly numHeads: number;
  private readonly keyDim: number | undefined;
  private readonly useBias: boolean;
  private readonly kernelInitializer: Initializer | undefined;
  private query!: Projection;
  private key!: Projection;
  private value!: Projection;
  private outputProjection!: Projection;

  constructor(args: AttentionLayerArgs) {
    super(args);
    this.numHeads = positiveInteger('numHeads', args.numHeads);
    this.keyDim = args.keyDim == null ? undefined : positiveInteger('keyDim', args.keyDim);
    this.useBias = args.useBias ?? true;
    this.kernelInitializer = toInitializer(args.kernelInitializer);
  }

  protected buildAttention(width: number): void {
    if (this.keyDim === undefined && width % this.numHeads !== 0) {
      throw new RangeError(
        `numHeads must divide the tokens' size ${width}, or keyDim be given; received ${this.numHeads}`,
      );
    }
    const inner = this.numHeads * (this.keyDim ?? width / this.numHeads);
    this.query = this.addProjection('query', width, inner);
    this.key = this.addProjection('key', width, inner, false);
    this.value = this.addProjection('value', width, inner);
    this.outputProjection = this.addProjection('output', inner, width);
  }

  protected addProjection(name: string, fanIn: number, fanOut: number, useBias = this.useBias): Projection {
    const initializer =
      this.kernelInitializer ?? initializers.glorotUniform({ seed: deriveSeed(this.seed, name)! });
    return {
      kernel: this.addWeight(`${name}Kernel`, [fanIn, fanOut], 'float32', initializer),
      bias: useBias ? this.addWeight(`${name}Bias`, [fanOut], 'float32', initializers.zeros()) : undefined,
    };
  }

  protected attend(x: Tensor, attentionDropout: number): Tensor {
    const weights = {
      query: this.query.kernel.read(),
      key: this.key.kernel.read(),
      value: this.value.kernel.read(),
      output: this.outputProjection.kernel.read(),
      queryBias: this.query.bias?.read(),
      valueBias: this.value.bias?.read(),
      outputBias: this.outputProjection.bias?.read(),
    };
    return selfAttention(x, weights, this.numHeads, probabilities =>
      this.drop(probabilities, attentionDropout, 'attention'),
    );
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      numHeads: this.numHeads,
      keyDim: this.keyDim ?? null,
      useBias: this.useBias,
      kernelInitializer: serialize(this.kernelInitializer),
    };
  }
}

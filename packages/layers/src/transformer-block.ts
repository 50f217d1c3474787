import { add, mul, serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { activate } from './ops/activations';
import { layerNormalization } from './ops/layer-normalization';
import { linearMap } from './ops/linear-map';
import {
  checkRank,
  fractionBelowOne,
  knownSize,
  oneOf,
  onlyShape,
  positiveInteger,
  positiveNumber,
  type CallArgs,
  type Shape,
} from './support/arguments';
import { AttentionLayer, type AttentionLayerArgs, type Projection } from './support/attention-layer';
import { type OptionNames } from './support/checked-layer';

const plainActivations = ['gelu', 'relu'] as const;
/** Gated linear units: half of the hidden layer, through the function named, scales the other half. */
const gates = { geglu: 'gelu', reglu: 'relu' } as const;

type BlockActivation = (typeof plainActivations)[number] | keyof typeof gates;

export interface TransformerBlockArgs extends AttentionLayerArgs {
  /** Size of the hidden layer of the position-wise network; a gated one learns two kernels of this size. */
  feedForwardDim: number;
  /** Of the hidden layer. Default `'gelu'`. */
  activation?: BlockActivation;
  /** Share of elements dropped in training, everywhere but where another rate is given. Default 0. */
  dropout?: number;
  /** Of attention probabilities. Default `dropout`. */
  attentionDropout?: number;
  /** Of the hidden layer. Default `dropout`. */
  feedForwardDropout?: number;
  /** Of what each branch adds to the tokens. Default `dropout`. */
  residualDropout?: number;
  /** Normalise what enters a branch rather than the sum that leaves it. Default `true`. */
  normFirst?: boolean;
  /** Of the layer normalisations. Default 1e-5. */
  epsilon?: number;
}

interface Normalisation {
  gamma: LayerVariable;
  beta: LayerVariable;
}

/**
 * Transformer encoder block: self-attention, then a network applied to each token, both added to their input.
 *
 * - `normFirst`: `h = x + attention(norm(x))`, `y = h + feedForward(norm(h))`;
 * - otherwise, as in the paper: `h = norm(x + attention(x))`, `y = norm(h + feedForward(h))`;
 * - `feedForward(h) = f(h W₁ + b₁) W₂ + b₂`, gated: `(f(h W₁ + b₁) ⊙ (h V + c)) W₂ + b₂`.
 *
 * Input and output `[batch, n, d]`.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { transformerBlock } from '@heph/layers';
 *
 * const block = transformerBlock({ numHeads: 2, feedForwardDim: 8, activation: 'geglu', dropout: 0.1 });
 * const tokens = block.apply(ones([2, 3, 4])); // [2, 3, 4]
 * ```
 *
 * Vaswani et al. 2017, "Attention Is All You Need"; the norm's place: Xiong et al. 2020, "On Layer Normalization in
 * the Transformer Architecture"; gates: Shazeer 2020, "GLU Variants Improve Transformer".
 */
export class TransformerBlock extends AttentionLayer {
  static readonly className = 'HephTransformerBlock';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<TransformerBlockArgs> = {
    feedForwardDim: true,
    activation: true,
    dropout: true,
    attentionDropout: true,
    feedForwardDropout: true,
    residualDropout: true,
    normFirst: true,
    epsilon: true,
    numHeads: true,
    keyDim: true,
    useBias: true,
    kernelInitializer: true,
    seed: true,
  };
  private readonly feedForwardDim: number;
  private readonly activation: BlockActivation;
  private readonly dropout: number;
  private readonly attentionDropout: number;
  private readonly feedForwardDropout: number;
  private readonly residualDropout: number;
  private readonly normFirst: boolean;
  private readonly epsilon: number;
  private attentionNorm!: Normalisation;
  private feedForwardNorm!: Normalisation;
  private hidden!: Projection;
  private gate: Projection | undefined;
  private contraction!: Projection;

  constructor(args: TransformerBlockArgs) {
    super(args);
    this.feedForwardDim = positiveInteger('feedForwardDim', args.feedForwardDim);
    this.activation = oneOf(
      'activation',
      [...plainActivations, 'geglu', 'reglu'] as const,
      args.activation ?? 'gelu',
    );
    this.dropout = fractionBelowOne('dropout', args.dropout ?? 0);
    this.attentionDropout = fractionBelowOne('attentionDropout', args.attentionDropout ?? this.dropout);
    this.feedForwardDropout = fractionBelowOne('feedForwardDropout', args.feedForwardDropout ?? this.dropout);
    this.residualDropout = fractionBelowOne('residualDropout', args.residualDropout ?? this.dropout);
    this.normFirst = args.normFirst ?? true;
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('transformerBlock', shape, 3, 'batch, n, d');
    const width = knownSize('transformerBlock', shape, 2);
    this.expectInput(['batch', 'n', width]);
    this.attentionNorm = this.addNormalisation('attentionNorm', width);
    this.buildAttention(width);
    this.feedForwardNorm = this.addNormalisation('feedForwardNorm', width);
    this.hidden = this.addProjection('hidden', width, this.feedForwardDim);
    if (isGated(this.activation)) this.gate = this.addProjection('gate', width, this.feedForwardDim);
    this.contraction = this.addProjection('contraction', this.feedForwardDim, width);
    this.buildSeedState(this.attentionDropout, this.feedForwardDropout, this.residualDropout);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const training = Boolean(kwargs['training']);
      const attended = this.addBranch(
        this.onlyInput(inputs),
        this.attentionNorm,
        training,
        'attentionBranch',
        x => this.attend(x, training ? this.attentionDropout : 0),
      );
      const output = this.addBranch(attended, this.feedForwardNorm, training, 'feedForwardBranch', x =>
        this.feedForward(x, training),
      );
      if (training) this.advanceSeedState();
      return output;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return onlyShape(inputShape);
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      feedForwardDim: this.feedForwardDim,
      activation: this.activation,
      dropout: this.dropout,
      attentionDropout: this.attentionDropout,
      feedForwardDropout: this.feedForwardDropout,
      residualDropout: this.residualDropout,
      normFirst: this.normFirst,
      epsilon: this.epsilon,
    };
  }

  private addNormalisation(name: string, width: number): Normalisation {
    return {
      gamma: this.addWeight(`${name}Gamma`, [width], 'float32', initializers.ones()),
      beta: this.addWeight(`${name}Beta`, [width], 'float32', initializers.zeros()),
    };
  }

  private addBranch(
    x: Tensor,
    norm: Normalisation,
    training: boolean,
    site: string,
    branch: (x: Tensor) => Tensor,
  ): Tensor {
    const normalise = (y: Tensor) => layerNormalization(y, norm.gamma.read(), norm.beta.read(), this.epsilon);
    const change = this.drop(
      branch(this.normFirst ? normalise(x) : x),
      training ? this.residualDropout : 0,
      site,
    );
    return this.normFirst ? add(x, change) : normalise(add(x, change));
  }

  private feedForward(x: Tensor, training: boolean): Tensor {
    const hidden = this.drop(this.hiddenLayer(x), training ? this.feedForwardDropout : 0, 'hidden');
    return project(hidden, this.contraction);
  }

  private hiddenLayer(x: Tensor): Tensor {
    if (!isGated(this.activation)) return activate(project(x, this.hidden), this.activation);
    return mul(activate(project(x, this.hidden), gates[this.activation]), project(x, this.gate!));
  }
}
serialization.registerClass(TransformerBlock);

function isGated(activation: BlockActivation): activation is keyof typeof gates {
  return activation in gates;
}

function project(x: Tensor, { kernel, bias }: Projection): Tensor {
  return linearMap(x, kernel.read(), bias?.read());
}

/** Transformer encoder block: see {@link TransformerBlock}. */
export function transformerBlock(args: TransformerBlockArgs): TransformerBlock {
  return new TransformerBlock(args);
}

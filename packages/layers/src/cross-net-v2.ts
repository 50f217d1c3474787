import { add, mul, serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { addBroadcast } from './ops/broadcast';
import { layerNormalization } from './ops/layer-normalization';
import { linearMap } from './ops/linear-map';
import { matMul } from './ops/mat-mul';
import {
  fractionBelowOne,
  knownSize,
  oneOf,
  onlyShape,
  positiveInteger,
  positiveNumber,
  type CallArgs,
  type Shape,
} from './support/arguments';
import { type OptionNames } from './support/checked-layer';
import { SeededLayer, type SeededLayerArgs } from './support/seeded-layer';
import { deriveSeed } from './support/seeds';
import {
  serialize,
  toConstraint,
  toInitializer,
  toRegularizer,
  type Constraint,
  type ConstraintArg,
  type Initializer,
  type InitializerArg,
  type Regularizer,
  type RegularizerArg,
} from './support/weights';

const forms = ['seed', 'paper'] as const;
const normalizations = ['none', 'layer'] as const;

export interface CrossNetV2Args extends SeededLayerArgs {
  /** Number of cross layers: each raises the degree of the products by one. Default 2. */
  numLayers?: number;
  /** Factorise each `W_l [d, d]` into `[d, rank] · [rank, d]`. Default: full matrices. */
  rank?: number;
  /** Where the offset stands: outside the product (`'seed'`) or, as published, inside (`'paper'`). Default `'seed'`. */
  form?: (typeof forms)[number];
  /** Share of what each layer adds that is dropped in training. Default 0. */
  dropout?: number;
  /** Of each layer's output: over each row, or not at all. Default `'none'`. */
  normalization?: (typeof normalizations)[number];
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Of every kernel. Default Glorot uniform. */
  kernelInitializer?: InitializerArg;
  /** Default zeros. */
  biasInitializer?: InitializerArg;
  /** Penalty on every kernel. Default none. */
  kernelRegularizer?: RegularizerArg;
  /** Penalty on every bias. Default none. */
  biasRegularizer?: RegularizerArg;
  /** Of every kernel. Default none. */
  kernelConstraint?: ConstraintArg;
  /** Of every bias. Default none. */
  biasConstraint?: ConstraintArg;
}

/** One cross layer's map, as a full matrix or as two thin ones, its offset, and its scale and offset of normalisation. */
interface CrossLayer {
  factors: LayerVariable[];
  bias: LayerVariable;
  norm: { gamma: LayerVariable; beta: LayerVariable } | undefined;
}

/**
 * Cross network: explicit products of the inputs, of degree up to `numLayers + 1`.
 *
 * - `seed`: `x_{l+1} = x₀ ⊙ (x_l · W_l) + b_l + x_l`, the form of the Python project Hephaestus;
 * - `paper`: `x_{l+1} = x₀ ⊙ (x_l · W_l + b_l) + x_l`;
 * - with a rank, `W_l = U_l · V_l`;
 * - in training `dropout` falls on what is added to `x_l`; with `normalization: 'layer'`, `x_{l+1}` is normalised then.
 *
 * Input and output `[…, d]`. Weights `kernel_l [d, d]`, or `u_l [d, rank]` and `v_l [rank, d]`, and `bias_l [d]`, with
 * normalisation `gamma_l [d]` and `beta_l [d]`, with `l` from 0. Dropout and normalisation are not in the paper.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { crossNetV2 } from '@heph/layers';
 *
 * const crossed = crossNetV2({ numLayers: 3, rank: 4, form: 'paper' }).apply(ones([2, 8])); // [2, 8]
 * ```
 *
 * Wang et al. 2021, "DCN V2: Improved Deep & Cross Network and Practical Lessons for Web-scale Learning to Rank
 * Systems".
 */
export class CrossNetV2 extends SeededLayer {
  static readonly className = 'HephCrossNetV2';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<CrossNetV2Args> = {
    numLayers: true,
    rank: true,
    form: true,
    dropout: true,
    normalization: true,
    epsilon: true,
    kernelInitializer: true,
    biasInitializer: true,
    kernelRegularizer: true,
    biasRegularizer: true,
    kernelConstraint: true,
    biasConstraint: true,
    seed: true,
  };
  private readonly numLayers: number;
  private readonly rank: number | undefined;
  private readonly form: (typeof forms)[number];
  private readonly dropout: number;
  private readonly normalization: (typeof normalizations)[number];
  private readonly epsilon: number;
  private readonly kernelInitializer: Initializer | undefined;
  private readonly biasInitializer: Initializer;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly biasRegularizer: Regularizer | undefined;
  private readonly kernelConstraint: Constraint | undefined;
  private readonly biasConstraint: Constraint | undefined;
  private readonly crossLayers: CrossLayer[] = [];

  constructor(args: CrossNetV2Args = {}) {
    super(args);
    this.numLayers = positiveInteger('numLayers', args.numLayers ?? 2);
    this.rank = args.rank == null ? undefined : positiveInteger('rank', args.rank);
    this.form = oneOf('form', forms, args.form ?? 'seed');
    this.dropout = fractionBelowOne('dropout', args.dropout ?? 0);
    this.normalization = oneOf('normalization', normalizations, args.normalization ?? 'none');
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
    this.kernelInitializer = toInitializer(args.kernelInitializer);
    this.biasInitializer = toInitializer(args.biasInitializer, initializers.zeros());
    this.kernelRegularizer = toRegularizer(args.kernelRegularizer);
    this.biasRegularizer = toRegularizer(args.biasRegularizer);
    this.kernelConstraint = toConstraint(args.kernelConstraint);
    this.biasConstraint = toConstraint(args.biasConstraint);
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = knownSize('crossNetV2', onlyShape(inputShape), -1);
    this.expectInput(['…', width]);
    for (let l = 0; l < this.numLayers; l++) {
      const factors = this.rank
        ? [this.addKernel(`u_${l}`, [width, this.rank]), this.addKernel(`v_${l}`, [this.rank, width])]
        : [this.addKernel(`kernel_${l}`, [width, width])];
      this.crossLayers.push({ factors, bias: this.addBias(l, width), norm: this.addNorm(l, width) });
    }
    this.buildSeedState(this.dropout);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x0 = this.onlyInput(inputs);
      const training = Boolean(kwargs['training']);
      const output = this.crossLayers.reduce((x, layer, l) => {
        const crossed = this.drop(this.cross(x0, x, layer), training ? this.dropout : 0, `cross_${l}`);
        return this.normalize(add(crossed, x), layer);
      }, x0);
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
      numLayers: this.numLayers,
      rank: this.rank ?? null,
      form: this.form,
      dropout: this.dropout,
      normalization: this.normalization,
      epsilon: this.epsilon,
      kernelInitializer: serialize(this.kernelInitializer),
      biasInitializer: serialize(this.biasInitializer),
      kernelRegularizer: serialize(this.kernelRegularizer),
      biasRegularizer: serialize(this.biasRegularizer),
      kernelConstraint: serialize(this.kernelConstraint),
      biasConstraint: serialize(this.biasConstraint),
    };
  }

  private addKernel(name: string, shape: number[]): LayerVariable {
    const initializer =
      this.kernelInitializer ?? initializers.glorotUniform({ seed: deriveSeed(this.seed, name)! });
    const { kernelRegularizer, kernelConstraint } = this;
    return this.addWeight(name, shape, 'float32', initializer, kernelRegularizer, true, kernelConstraint);
  }

  private addBias(l: number, width: number): LayerVariable {
    const { biasInitializer, biasRegularizer, biasConstraint } = this;
    return this.addWeight(
      `bias_${l}`,
      [width],
      'float32',
      biasInitializer,
      biasRegularizer,
      true,
      biasConstraint,
    );
  }

  private addNorm(l: number, width: number): CrossLayer['norm'] {
    if (this.normalization === 'none') return undefined;
    return {
      gamma: this.addWeight(`gamma_${l}`, [width], 'float32', initializers.ones()),
      beta: this.addWeight(`beta_${l}`, [width], 'float32', initializers.zeros()),
    };
  }

  private normalize(x: Tensor, { norm }: CrossLayer): Tensor {
    return norm ? layerNormalization(x, norm.gamma.read(), norm.beta.read(), this.epsilon) : x;
  }

  private cross(x0: Tensor, x: Tensor, { factors, bias }: CrossLayer): Tensor {
    const kernels = factors.map(factor => factor.read());
    const last = kernels.pop()!;
    const narrowed = kernels.reduce((y, kernel) => matMul(y, kernel), x);
    if (this.form === 'paper') return mul(x0, linearMap(narrowed, last, bias.read()));
    return addBroadcast(mul(x0, matMul(narrowed, last)), bias.read());
  }
}
serialization.registerClass(CrossNetV2);

/** Explicit products of the inputs: see {@link CrossNetV2}. */
export function crossNetV2(args: CrossNetV2Args = {}): CrossNetV2 {
  return new CrossNetV2(args);
}

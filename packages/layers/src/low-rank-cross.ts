import { add, mul, serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { layerNormalization } from './ops/layer-normalization';
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
import { normalizeBatch } from './support/batch-statistics';
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

const normalizations = ['batch', 'layer', 'none'] as const;
type Normalization = (typeof normalizations)[number];

type WeightOptions = [Initializer, Regularizer | undefined, boolean, (Constraint | undefined)?];

export interface LowRankCrossArgs extends SeededLayerArgs {
  /** Number `r` of products learned. Default 32. */
  rank?: number;
  /** Share of the crossed part that is dropped in training. Default 0.1. */
  dropout?: number;
  /** Of the sum: over the batch, over each row, or not at all. Default `'batch'`. */
  normalization?: Normalization;
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Share of the old value that a training step leaves in the moving statistics. Default 0.99. */
  momentum?: number;
  /** Of the three kernels. Default Glorot uniform. */
  kernelInitializer?: InitializerArg;
  /** Penalty on the three kernels. Default none. */
  kernelRegularizer?: RegularizerArg;
  /** Of the three kernels. Default none. */
  kernelConstraint?: ConstraintArg;
  /** Default ones. */
  gammaInitializer?: InitializerArg;
  /** Default zeros. */
  betaInitializer?: InitializerArg;
  /** Penalty on the scale. Default none. */
  gammaRegularizer?: RegularizerArg;
  /** Penalty on the offset. Default none. */
  betaRegularizer?: RegularizerArg;
  /** Default none. */
  gammaConstraint?: ConstraintArg;
  /** Default none. */
  betaConstraint?: ConstraintArg;
  /** Default zeros. */
  movingMeanInitializer?: InitializerArg;
  /** Default ones. */
  movingVarianceInitializer?: InitializerArg;
}

/**
 * Adds `r` learned products of linear combinations of the inputs, at `3 d r` weights instead of `d²`.
 *
 * `output = BatchNorm(x + dropout(((x · W₁) ⊙ (x · W₂)) · Wout))`
 *
 * Input and output `[…, d]`. Weights `w1 [d, r]`, `w2 [d, r]`, `wOut [r, d]`; with normalisation `gamma [d]`,
 * `beta [d]`; over the batch also `movingMean [d]`, `movingVariance [d]`, which a training step moves towards the
 * batch's mean and biased variance, as Keras does, and which take the batch's place outside training.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { lowRankCross } from '@heph/layers';
 *
 * const crossed = lowRankCross({ rank: 4 }).apply(ones([2, 8])); // [2, 8]
 * ```
 *
 * In the family of factorised cross layers of Wang et al. 2021, "DCN V2"; the product of two projections is that of
 * Rendle 2010, "Factorization Machines".
 */
export class LowRankCross extends SeededLayer {
  static readonly className = 'HephLowRankCross';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<LowRankCrossArgs> = {
    rank: true,
    dropout: true,
    normalization: true,
    epsilon: true,
    momentum: true,
    kernelInitializer: true,
    kernelRegularizer: true,
    kernelConstraint: true,
    gammaInitializer: true,
    betaInitializer: true,
    gammaRegularizer: true,
    betaRegularizer: true,
    gammaConstraint: true,
    betaConstraint: true,
    movingMeanInitializer: true,
    movingVarianceInitializer: true,
    seed: true,
  };
  private readonly rank: number;
  private readonly dropout: number;
  private readonly normalization: Normalization;
  private readonly epsilon: number;
  private readonly momentum: number;
  private readonly kernelInitializer: Initializer | undefined;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly kernelConstraint: Constraint | undefined;
  private readonly gammaInitializer: Initializer;
  private readonly betaInitializer: Initializer;
  private readonly gammaRegularizer: Regularizer | undefined;
  private readonly betaRegularizer: Regularizer | undefined;
  private readonly gammaConstraint: Constraint | undefined;
  private readonly betaConstraint: Constraint | undefined;
  private readonly movingMeanInitializer: Initializer;
  private readonly movingVarianceInitializer: Initializer;
  private w1!: LayerVariable;
  private w2!: LayerVariable;
  private wOut!: LayerVariable;
  private gamma!: LayerVariable;
  private beta!: LayerVariable;
  private movingMean!: LayerVariable;
  private movingVariance!: LayerVariable;

  constructor(args: LowRankCrossArgs = {}) {
    super(args);
    this.rank = positiveInteger('rank', args.rank ?? 32);
    this.dropout = fractionBelowOne('dropout', args.dropout ?? 0.1);
    this.normalization = oneOf('normalization', normalizations, args.normalization ?? 'batch');
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
    this.momentum = fractionBelowOne('momentum', args.momentum ?? 0.99);
    this.kernelInitializer = toInitializer(args.kernelInitializer);
    this.kernelRegularizer = toRegularizer(args.kernelRegularizer);
    this.kernelConstraint = toConstraint(args.kernelConstraint);
    this.gammaInitializer = toInitializer(args.gammaInitializer, initializers.ones());
    this.betaInitializer = toInitializer(args.betaInitializer, initializers.zeros());
    this.gammaRegularizer = toRegularizer(args.gammaRegularizer);
    this.betaRegularizer = toRegularizer(args.betaRegularizer);
    this.gammaConstraint = toConstraint(args.gammaConstraint);
    this.betaConstraint = toConstraint(args.betaConstraint);
    this.movingMeanInitializer = toInitializer(args.movingMeanInitializer, initializers.zeros());
    this.movingVarianceInitializer = toInitializer(args.movingVarianceInitializer, initializers.ones());
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = knownSize('lowRankCross', onlyShape(inputShape), -1);
    this.expectInput(['…', width]);
    this.w1 = this.addKernel('w1', [width, this.rank]);
    this.w2 = this.addKernel('w2', [width, this.rank]);
    this.wOut = this.addKernel('wOut', [this.rank, width]);
    const add = (name: string, ...options: WeightOptions) =>
      this.addWeight(name, [width], 'float32', ...options);
    if (this.normalization !== 'none') {
      const { gammaInitializer, gammaRegularizer, gammaConstraint } = this;
      const { betaInitializer, betaRegularizer, betaConstraint } = this;
      this.gamma = add('gamma', gammaInitializer, gammaRegularizer, true, gammaConstraint);
      this.beta = add('beta', betaInitializer, betaRegularizer, true, betaConstraint);
    }
    if (this.normalization === 'batch') {
      this.movingMean = add('movingMean', this.movingMeanInitializer, undefined, false);
      this.movingVariance = add('movingVariance', this.movingVarianceInitializer, undefined, false);
    }
    this.buildSeedState(this.dropout);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const training = Boolean(kwargs['training']);
      const x = this.onlyInput(inputs);
      const products = mul(matMul(x, this.w1.read()), matMul(x, this.w2.read()));
      const crossed = this.drop(matMul(products, this.wOut.read()), training ? this.dropout : 0, 'cross');
      const output = this.normalize(add(x, crossed), training);
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
      rank: this.rank,
      dropout: this.dropout,
      normalization: this.normalization,
      epsilon: this.epsilon,
      momentum: this.momentum,
      kernelInitializer: serialize(this.kernelInitializer),
      kernelRegularizer: serialize(this.kernelRegularizer),
      kernelConstraint: serialize(this.kernelConstraint),
      gammaInitializer: serialize(this.gammaInitializer),
      betaInitializer: serialize(this.betaInitializer),
      gammaRegularizer: serialize(this.gammaRegularizer),
      betaRegularizer: serialize(this.betaRegularizer),
      gammaConstraint: serialize(this.gammaConstraint),
      betaConstraint: serialize(this.betaConstraint),
      movingMeanInitializer: serialize(this.movingMeanInitializer),
      movingVarianceInitializer: serialize(this.movingVarianceInitializer),
    };
  }

  private addKernel(name: string, shape: number[]): LayerVariable {
    const initializer =
      this.kernelInitializer ?? initializers.glorotUniform({ seed: deriveSeed(this.seed, name)! });
    const { kernelRegularizer, kernelConstraint } = this;
    return this.addWeight(name, shape, 'float32', initializer, kernelRegularizer, true, kernelConstraint);
  }

  private normalize(x: Tensor, training: boolean): Tensor {
    if (this.normalization === 'none') return x;
    const [gamma, beta] = [this.gamma.read(), this.beta.read()];
    if (this.normalization === 'layer') return layerNormalization(x, gamma, beta, this.epsilon);
    const { movingMean, movingVariance, momentum, epsilon } = this;
    return normalizeBatch(x, gamma, beta, { movingMean, movingVariance, momentum, epsilon }, training);
  }
}
serialization.registerClass(LowRankCross);

/** Learned products of linear combinations of the inputs: see {@link LowRankCross}. */
export function lowRankCross(args: LowRankCrossArgs = {}): LowRankCross {
  return new LowRankCross(args);
}

import { mul, reshape, serialization, tensor2d, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { layerNormalization } from './ops/layer-normalization';
import { matMul } from './ops/mat-mul';
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
import { type OptionNames } from './support/checked-layer';
import { checkPairs, checkPairsWithin, type Pair } from './support/pairs';
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

const normalizations = ['none', 'layer'] as const;

export interface PairInteractionArgs extends SeededLayerArgs {
  /** The pairs of tokens to combine, by position. */
  pairs: Pair[];
  /** Number `r` of products per pair. */
  rank: number;
  /** Size of a pair's vector. */
  outputDim: number;
  /** One `U` and one `V` for all pairs, or each pair its own. Default `true`: shared. */
  share?: boolean;
  /** Share of the products that is dropped in training. Default 0. */
  dropout?: number;
  /** Of each pair's vector: over its numbers, or not at all. Default `'none'`. */
  normalization?: (typeof normalizations)[number];
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Of all three kernels. Default uniform in `±√(3 / fan in)`, which keeps the variance. */
  kernelInitializer?: InitializerArg;
  /** Penalty on the three kernels. Default none. */
  kernelRegularizer?: RegularizerArg;
  /** Of the three kernels. Default none. */
  kernelConstraint?: ConstraintArg;
}

/**
 * A vector for each selected pair of tokens, from products of their projections:
 * `LayerNorm(dropout((t_i · U) ⊙ (t_j · V)) · W_p)`, dropout and normalisation where asked for.
 *
 * Input `[batch, n, d]`, output `[batch, pairs, outputDim]`. Weights `u [d, r]`, `v [d, r]`, `w [pairs, r, outputDim]`,
 * with normalisation `gamma [outputDim]`, `beta [outputDim]`. `U` and `V` are shared, so that each token is projected
 * once however many pairs it is in (tokens already differ by column); `W_p` is the pair's own. With `share: false` each
 * pair projects by itself, `u [pairs, d, r]`, `v [pairs, d, r]`.
 *
 * A token stands for a number or a category alike, so that a pair may be of two numbers (a product), of two categories
 * (a vector for each combination, of rank `r`), or mixed (a slope for each category). A token that holds a constant
 * part lets a pair use the other column alone, too.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { pairInteraction } from '@heph/layers';
 *
 * const layer = pairInteraction({ pairs: [[0, 2], [1, 2]], rank: 4, outputDim: 8 });
 * const combined = layer.apply(ones([5, 3, 6])); // [5, 2, 8]
 * ```
 *
 * Products of selected columns as in Rendle 2010, "Factorization Machines", and Lou et al. 2013, "Accurate
 * Intelligible Models with Pairwise Interactions".
 */
export class PairInteraction extends SeededLayer {
  static readonly className = 'HephPairInteraction';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<PairInteractionArgs> = {
    pairs: true,
    rank: true,
    outputDim: true,
    share: true,
    dropout: true,
    normalization: true,
    epsilon: true,
    kernelInitializer: true,
    kernelRegularizer: true,
    kernelConstraint: true,
    seed: true,
  };
  private readonly pairs: Pair[];
  private readonly rank: number;
  private readonly outputDim: number;
  private readonly share: boolean;
  private readonly dropout: number;
  private readonly normalization: (typeof normalizations)[number];
  private readonly epsilon: number;
  private readonly kernelInitializer: Initializer | undefined;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly kernelConstraint: Constraint | undefined;
  private u!: LayerVariable;
  private v!: LayerVariable;
  private w!: LayerVariable;
  private gamma!: LayerVariable;
  private beta!: LayerVariable;

  constructor(args: PairInteractionArgs) {
    super(args);
    this.pairs = checkPairs(args.pairs);
    positiveInteger('the number of pairs', this.pairs.length);
    this.rank = positiveInteger('rank', args.rank);
    this.outputDim = positiveInteger('outputDim', args.outputDim);
    this.share = args.share ?? true;
    this.dropout = fractionBelowOne('dropout', args.dropout ?? 0);
    this.normalization = oneOf('normalization', normalizations, args.normalization ?? 'none');
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
    this.kernelInitializer = toInitializer(args.kernelInitializer);
    this.kernelRegularizer = toRegularizer(args.kernelRegularizer);
    this.kernelConstraint = toConstraint(args.kernelConstraint);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('pairInteraction', shape, 3, 'batch, n, d');
    const tokens = knownSize('pairInteraction', shape, 1);
    checkPairsWithin(this.pairs, tokens);
    const width = knownSize('pairInteraction', shape, 2);
    this.expectInput(['batch', tokens, width]);
    const { length: count } = this.pairs;
    const projection = this.share ? [width, this.rank] : [count, width, this.rank];
    this.u = this.addKernel('u', projection);
    this.v = this.addKernel('v', projection);
    this.w = this.addKernel('w', [count, this.rank, this.outputDim]);
    if (this.normalization === 'layer') {
      this.gamma = this.addWeight('gamma', [this.outputDim], 'float32', initializers.ones());
      this.beta = this.addWeight('beta', [this.outputDim], 'float32', initializers.zeros());
    }
    this.buildSeedState(this.dropout);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const training = Boolean(kwargs['training']);
      const tokensFirst = transpose(this.onlyInput(inputs), [1, 0, 2]);
      const products = mul(
        this.project(tokensFirst, this.u.read(), 0),
        this.project(tokensFirst, this.v.read(), 1),
      );
      const kept = this.drop(products, training ? this.dropout : 0, 'products');
      const output = this.normalize(transpose(matMul(kept, this.w.read()), [1, 0, 2]));
      if (training) this.advanceSeedState();
      return output;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [onlyShape(inputShape)[0]!, this.pairs.length, this.outputDim];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      pairs: this.pairs,
      rank: this.rank,
      outputDim: this.outputDim,
      share: this.share,
      dropout: this.dropout,
      normalization: this.normalization,
      epsilon: this.epsilon,
      kernelInitializer: serialize(this.kernelInitializer),
      kernelRegularizer: serialize(this.kernelRegularizer),
      kernelConstraint: serialize(this.kernelConstraint),
    };
  }

  private addKernel(name: string, shape: number[]): LayerVariable {
    const limit = Math.sqrt(3 / shape.at(-2)!);
    const uniform = { minval: -limit, maxval: limit, seed: deriveSeed(this.seed, name)! };
    const initializer = this.kernelInitializer ?? initializers.randomUniform(uniform);
    const { kernelRegularizer, kernelConstraint } = this;
    return this.addWeight(name, shape, 'float32', initializer, kernelRegularizer, true, kernelConstraint);
  }

  /** One side of every pair, `[n, batch, d] → [pairs, batch, r]`: a shared map first, an own one afterwards. */
  private project(tokens: Tensor, kernel: Tensor, side: 0 | 1): Tensor {
    return this.share ? this.select(matMul(tokens, kernel), side) : matMul(this.select(tokens, side), kernel);
  }

  /**
   * One side of every pair, `[n, batch, k] → [pairs, batch, k]`, as a product with a matrix of zeros and ones: its
   * gradient runs on every backend, which that of a gather does not.
   */
  private select(tokens: Tensor, side: 0 | 1): Tensor {
    const [count, batch, width] = tokens.shape as [number, number, number];
    const selection = tensor2d(
      this.pairs.map(pair => Array.from({ length: count }, (_, token) => Number(token === pair[side]))),
      [this.pairs.length, count],
    );
    const selected = matMul(selection, reshape(tokens, [count, batch * width]));
    return reshape(selected, [this.pairs.length, batch, width]);
  }

  private normalize(x: Tensor): Tensor {
    if (this.normalization === 'none') return x;
    return layerNormalization(x, this.gamma.read(), this.beta.read(), this.epsilon);
  }
}
serialization.registerClass(PairInteraction);

/** A vector for each selected pair of tokens: see {@link PairInteraction}. */
export function pairInteraction(args: PairInteractionArgs): PairInteraction {
  return new PairInteraction(args);
}

import { mul, reshape, serialization, tensor2d, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { matMul } from './ops/mat-mul';
import {
  checkRank,
  knownSize,
  onlyShape,
  onlyTensor,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { checkPairs, checkPairsWithin, type Pair } from './support/pairs';
import { deriveSeed } from './support/seeds';

export interface PairInteractionArgs extends LayerArgs {
  /** The pairs of tokens to combine, by position. */
  pairs: Pair[];
  /** Number `r` of products per pair. */
  rank: number;
  /** Size of a pair's vector. */
  outputDim: number;
  /** Makes the initial weights reproducible. Default none. */
  seed?: number;
}

/**
 * A vector for each selected pair of tokens, from products of their projections: `((t_i · U) ⊙ (t_j · V)) · W_p`.
 *
 * Input `[batch, n, d]`, output `[batch, pairs, outputDim]`. Weights `u [d, r]`, `v [d, r]`, `w [pairs, r, outputDim]`.
 * `U` and `V` are shared, so that each token is projected once however many pairs it is in (tokens already differ by
 * column); `W_p` is the pair's own.
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
export class PairInteraction extends layers.Layer {
  static readonly className = 'HephPairInteraction';
  private readonly pairs: Pair[];
  private readonly rank: number;
  private readonly outputDim: number;
  private readonly seed: number | undefined;
  private u!: LayerVariable;
  private v!: LayerVariable;
  private w!: LayerVariable;

  constructor(args: PairInteractionArgs) {
    super(args);
    this.pairs = checkPairs(args.pairs);
    positiveInteger('the number of pairs', this.pairs.length);
    this.rank = positiveInteger('rank', args.rank);
    this.outputDim = positiveInteger('outputDim', args.outputDim);
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('pairInteraction', shape, 3, 'batch, n, d');
    checkPairsWithin(this.pairs, knownSize('pairInteraction', shape, 1));
    const width = knownSize('pairInteraction', shape, 2);
    // Uniform in ±√(3 / fan in), which keeps the variance.
    const initializer = (name: string, fanIn: number) => {
      const limit = Math.sqrt(3 / fanIn);
      return initializers.randomUniform({
        minval: -limit,
        maxval: limit,
        seed: deriveSeed(this.seed, name)!,
      });
    };
    this.u = this.addWeight('u', [width, this.rank], 'float32', initializer('u', width));
    this.v = this.addWeight('v', [width, this.rank], 'float32', initializer('v', width));
    const outputShape = [this.pairs.length, this.rank, this.outputDim];
    this.w = this.addWeight('w', outputShape, 'float32', initializer('w', this.rank));
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const tokensFirst = transpose(onlyTensor(inputs), [1, 0, 2]);
      const left = this.select(matMul(tokensFirst, this.u.read()), 0);
      const right = this.select(matMul(tokensFirst, this.v.read()), 1);
      return transpose(matMul(mul(left, right), this.w.read()), [1, 0, 2]);
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
      seed: this.seed ?? null,
    };
  }

  /**
   * One side of every pair, `[n, batch, r] → [pairs, batch, r]`, as a product with a matrix of zeros and ones: its
   * gradient runs on every backend, which that of a gather does not.
   */
  private select(tokens: Tensor, side: 0 | 1): Tensor {
    const [count, batch, rank] = tokens.shape as [number, number, number];
    const selection = tensor2d(
      this.pairs.map(pair => Array.from({ length: count }, (_, token) => Number(token === pair[side]))),
      [this.pairs.length, count],
    );
    const selected = matMul(selection, reshape(tokens, [count, batch * rank]));
    return reshape(selected, [this.pairs.length, batch, rank]);
  }
}
serialization.registerClass(PairInteraction);

/** A vector for each selected pair of tokens: see {@link PairInteraction}. */
export function pairInteraction(args: PairInteractionArgs): PairInteraction {
  return new PairInteraction(args);
}

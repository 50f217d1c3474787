import {
  add,
  cast,
  gather,
  mod,
  mul,
  scalar,
  serialization,
  tensor1d,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { embeddingLookup } from './ops/embedding-lookup';
import {
  checkRank,
  knownSize,
  oneOf,
  onlyShape,
  onlyTensor,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { allPairs, checkPairs, checkPairsWithin, type Pair } from './support/pairs';
import { deriveSeed } from './support/seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

const hashes = ['linear', 'pairwise'] as const;
type Hash = (typeof hashes)[number];

/** Above this, `17 + 31` times a code reduced modulo the table's size would not fit an int32. */
const largestHashSize = Math.floor((2 ** 31 - 1) / (17 + 31 + 1));

export interface CategoryInteractionHashArgs extends LayerArgs {
  /** Rows of the common table. Default 1000. */
  hashSize?: number;
  /** Size `d` of a combination's vector. */
  outputDim: number;
  /** The pairs of columns to combine. Default: all, `i < j`. */
  pairs?: Pair[];
  /**
   * `'linear'` gives equal codes of different pairs one row; `'pairwise'` shifts each pair's rows, so that pairs
   * share rows by chance only. Default `'linear'`.
   */
  hash?: Hash;
  /** Default normal with standard deviation `1 / √d`. */
  embeddingsInitializer?: InitializerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * A learned vector for each combination of two categories, from a table of fixed size.
 *
 * The row of pair number `p`, columns `i` and `j`, is
 * - `linear`: `(cat_i · 17 + cat_j · 31) mod hashSize`;
 * - `pairwise`: `(cat_i · 17 + cat_j · 31 + shift_p) mod hashSize`, `shift_p = ⌊p · 0.618… · hashSize⌋ mod hashSize`.
 *
 * Input integers `[batch, n]`, output `[batch, pairs, d]`; fewer than two columns have no pairs. Weight
 * `embeddings [hashSize, d]`.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { categoryInteractionHash } from '@heph/layers';
 *
 * const codes = tensor([[4, 0, 7]], [1, 3], 'int32');
 * const combined = categoryInteractionHash({ outputDim: 8 }).apply(codes); // [1, 3, 8]
 * ```
 *
 * The hashing trick of Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning", on crossed
 * columns as in Cheng et al. 2016, "Wide & Deep Learning for Recommender Systems".
 */
export class CategoryInteractionHash extends layers.Layer {
  static readonly className = 'HephCategoryInteractionHash';
  private readonly hashSize: number;
  private readonly outputDim: number;
  private readonly pairs: Pair[] | undefined;
  private readonly hash: Hash;
  private readonly embeddingsInitializer: Initializer;
  private readonly seed: number | undefined;
  private embeddings: LayerVariable | undefined;

  constructor(args: CategoryInteractionHashArgs) {
    super(args);
    this.hashSize = positiveInteger('hashSize', args.hashSize ?? 1000);
    if (this.hashSize > largestHashSize) {
      throw new RangeError(`hashSize must be at most ${largestHashSize}; received ${this.hashSize}`);
    }
    this.outputDim = positiveInteger('outputDim', args.outputDim);
    this.pairs = args.pairs == null ? undefined : checkPairs(args.pairs);
    this.hash = oneOf('hash', hashes, args.hash ?? 'linear');
    this.seed = args.seed ?? undefined;
    this.embeddingsInitializer = toInitializer(
      args.embeddingsInitializer,
      initializers.randomNormal({
        mean: 0,
        stddev: 1 / Math.sqrt(this.outputDim),
        seed: deriveSeed(this.seed, 'embeddings')!,
      }),
    );
  }

  override build(inputShape: Shape | Shape[]): void {
    const pairs = this.pairsOf(onlyShape(inputShape));
    if (pairs.length > 0) {
      const shape = [this.hashSize, this.outputDim];
      this.embeddings = this.addWeight('embeddings', shape, 'float32', this.embeddingsInitializer);
    }
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const codes = cast(onlyTensor(inputs), 'int32');
      if (!this.embeddings) return zeros([codes.shape[0]!, 0, this.outputDim]);
      return embeddingLookup(this.embeddings.read(), this.rowsOf(codes));
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = onlyShape(inputShape);
    return [shape[0]!, this.pairsOf(shape).length, this.outputDim];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      hashSize: this.hashSize,
      outputDim: this.outputDim,
      pairs: this.pairs ?? null,
      hash: this.hash,
      embeddingsInitializer: serialize(this.embeddingsInitializer),
      seed: this.seed ?? null,
    };
  }

  private pairsOf(shape: Shape): Pair[] {
    checkRank('categoryInteractionHash', shape, 2, 'batch, n');
    const columns = knownSize('categoryInteractionHash', shape, 1);
    checkPairsWithin(this.pairs ?? [], columns);
    return this.pairs ?? allPairs(columns);
  }

  /** Rows of the table, `[batch, pairs]`. Codes are reduced first: the products then fit an int32. */
  private rowsOf(codes: Tensor): Tensor {
    const pairs = this.pairsOf(codes.shape);
    const size = scalar(this.hashSize, 'int32');
    const reduced = mod(codes, size);
    const side = (k: 0 | 1, factor: number) => {
      const columns = tensor1d(
        pairs.map(pair => pair[k]),
        'int32',
      );
      return mul(gather(reduced, columns, 1), scalar(factor, 'int32'));
    };
    const sum = add(side(0, 17), side(1, 31));
    return mod(this.hash === 'linear' ? sum : add(sum, tensor1d(this.shifts(pairs.length), 'int32')), size);
  }

  /** Multiples of the golden section: evenly spread however many pairs there are. */
  private shifts(count: number): number[] {
    const section = (Math.sqrt(5) - 1) / 2;
    return Array.from({ length: count }, (_, p) => Math.floor(p * section * this.hashSize) % this.hashSize);
  }
}
serialization.registerClass(CategoryInteractionHash);

/** A learned vector for each combination of two categories: see {@link CategoryInteractionHash}. */
export function categoryInteractionHash(args: CategoryInteractionHashArgs): CategoryInteractionHash {
  return new CategoryInteractionHash(args);
}

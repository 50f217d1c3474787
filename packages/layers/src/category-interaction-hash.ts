import {
  add,
  gather,
  maximum,
  mod,
  mul,
  serialization,
  tensor1d,
  tidy,
  zeros,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { embeddingLookup } from './ops/embedding-lookup';
import {
  checkRank,
  knownSize,
  oneOf,
  onlyShape,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import {
  checkHashSize,
  checkNumberedRange,
  hashes,
  pairHashes,
  type CategoryHash,
} from './support/category-hash';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { checkCodes, holes } from './support/codes';
import { allPairs, checkPairs, checkPairsWithin, type Pair } from './support/pairs';
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

export interface CategoryInteractionHashArgs extends LayerArgs {
  /** Rows of the common table. Default 1000. */
  hashSize?: number;
  /** Size `d` of a combination's vector. */
  outputDim: number;
  /** The pairs of columns to combine. Default: all, `i < j`. */
  pairs?: Pair[];
  /**
   * `'linear'` gives equal codes of different pairs one row; `'pairwise'` shifts each pair's rows, so that pairs
   * share rows by chance only; `'numbered'` numbers all combinations, so that none share a row as long as there are
   * no more than `hashSize`. Default `'linear'`. `hashCollisions` says how many combinations share a row.
   */
  hash?: CategoryHash;
  /** How many codes each column has, counting from 0; with `hash: 'numbered'`, which needs it. */
  cardinalities?: readonly number[];
  /** Default normal with standard deviation `1 / √d`. */
  embeddingsInitializer?: InitializerArg;
  /** Penalty on the table. Default none. */
  embeddingsRegularizer?: RegularizerArg;
  /** Of the table. Default none. */
  embeddingsConstraint?: ConstraintArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * A learned vector for each combination of two categories, from a table of fixed size.
 *
 * The row of pair number `p`, columns `i` and `j`, is
 * - `linear`: `(cat_i · 17 + cat_j · 31) mod hashSize`;
 * - `pairwise`: `(cat_i · 17 + cat_j · 31 + shift_p) mod hashSize`, `shift_p = ⌊p · 0.618… · hashSize⌋ mod hashSize`;
 * - `numbered`: `(cat_i · c_j + cat_j + start_p) mod hashSize`, where `c_j` is the column's cardinality and `start_p` the
 *   number of combinations of the pairs before.
 *
 * At any size the first two give `(cat_i + 31, cat_j − 17)` the row of `(cat_i, cat_j)`. They take any whole number for
 * a code, `numbered` those below the column's cardinality; a number that is no code (with a fraction, NaN, out of
 * bounds) gives the combinations it is in vectors of NaN.
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
export class CategoryInteractionHash extends CheckedLayer {
  static readonly className = 'HephCategoryInteractionHash';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<CategoryInteractionHashArgs> = {
    hashSize: true,
    outputDim: true,
    pairs: true,
    hash: true,
    cardinalities: true,
    embeddingsInitializer: true,
    embeddingsRegularizer: true,
    embeddingsConstraint: true,
    seed: true,
  };
  private readonly hashSize: number;
  private readonly outputDim: number;
  private readonly pairs: Pair[] | undefined;
  private readonly hash: CategoryHash;
  private readonly cardinalities: number[] | undefined;
  private readonly embeddingsInitializer: Initializer;
  private readonly embeddingsRegularizer: Regularizer | undefined;
  private readonly embeddingsConstraint: Constraint | undefined;
  private readonly seed: number | undefined;
  private embeddings: LayerVariable | undefined;

  constructor(args: CategoryInteractionHashArgs) {
    super(args);
    this.hashSize = checkHashSize(args.hashSize ?? 1000);
    this.outputDim = positiveInteger('outputDim', args.outputDim);
    this.pairs = args.pairs == null ? undefined : checkPairs(args.pairs);
    this.hash = oneOf('hash', hashes, args.hash ?? 'linear');
    this.cardinalities = args.cardinalities?.map((count, j) => positiveInteger(`cardinalities[${j}]`, count));
    if ((this.hash === 'numbered') !== (this.cardinalities !== undefined)) {
      const received = this.cardinalities === undefined ? 'none' : `some with hash ${this.hash}`;
      throw new RangeError(`cardinalities must go with hash numbered; received ${received}`);
    }
    this.seed = args.seed ?? undefined;
    this.embeddingsInitializer = toInitializer(
      args.embeddingsInitializer,
      initializers.randomNormal({
        mean: 0,
        stddev: 1 / Math.sqrt(this.outputDim),
        seed: deriveSeed(this.seed, 'embeddings')!,
      }),
    );
    this.embeddingsRegularizer = toRegularizer(args.embeddingsRegularizer);
    this.embeddingsConstraint = toConstraint(args.embeddingsConstraint);
  }

  override build(inputShape: Shape | Shape[]): void {
    const pairs = this.pairsOf(onlyShape(inputShape));
    this.expectInput(['batch', knownSize('categoryInteractionHash', onlyShape(inputShape), 1)]);
    if (this.cardinalities) checkNumberedRange(this.hashSize, pairs, this.cardinalities);
    if (pairs.length > 0) {
      const shape = [this.hashSize, this.outputDim];
      this.embeddings = this.addWeight(
        'embeddings',
        shape,
        'float32',
        this.embeddingsInitializer,
        this.embeddingsRegularizer,
        true,
        this.embeddingsConstraint,
      );
    }
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const codes = this.onlyInput(inputs);
      if (!this.embeddings) return zeros([codes.shape[0]!, 0, this.outputDim]);
      const { indices, faults } = checkCodes(codes, this.cardinalities);
      const vectors = embeddingLookup(this.embeddings.read(), this.rowsOf(indices));
      return faults ? add(vectors, holes(this.faultsOfPairs(faults), this.outputDim)) : vectors;
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
      cardinalities: this.cardinalities ?? null,
      embeddingsInitializer: serialize(this.embeddingsInitializer),
      embeddingsRegularizer: serialize(this.embeddingsRegularizer),
      embeddingsConstraint: serialize(this.embeddingsConstraint),
      seed: this.seed ?? null,
    };
  }

  private pairsOf(shape: Shape): Pair[] {
    checkRank('categoryInteractionHash', shape, 2, 'batch, n');
    const columns = knownSize('categoryInteractionHash', shape, 1);
    if (this.cardinalities && this.cardinalities.length !== columns) {
      throw new RangeError(
        `categoryInteractionHash has ${this.cardinalities.length} cardinalities; received shape [${shape.join(', ')}]`,
      );
    }
    checkPairsWithin(this.pairs ?? [], columns);
    return this.pairs ?? allPairs(columns);
  }

  /** Rows of the table, `[batch, pairs]`. Codes are reduced first: the products then fit an int32. */
  private rowsOf(codes: Tensor): Tensor {
    const integers = (values: number[]) => tensor1d(values, 'int32');
    const pairs = this.pairsOf(codes.shape);
    const hash = pairHashes(this.hash, this.hashSize, pairs, this.cardinalities ?? []);
    const reduced = mod(codes, integers(this.cardinalities ?? [this.hashSize]));
    const side = (k: 0 | 1) => {
      const selected = gather(reduced, integers(pairs.map(pair => pair[k])), 1);
      return mul(selected, integers(hash.map(({ factors }) => factors[k])));
    };
    const sum = add(add(side(0), side(1)), integers(hash.map(({ shift }) => shift)));
    return mod(sum, integers([this.hashSize]));
  }

  /** 1 where either code of a pair is none, 0 elsewhere: `[batch, n] → [batch, pairs]`. */
  private faultsOfPairs(faults: Tensor): Tensor {
    const pairs = this.pairsOf(faults.shape);
    const side = (k: 0 | 1) =>
      gather(
        faults,
        tensor1d(
          pairs.map(pair => pair[k]),
          'int32',
        ),
        1,
      );
    return maximum(side(0), side(1));
  }
}
serialization.registerClass(CategoryInteractionHash);

/** A learned vector for each combination of two categories: see {@link CategoryInteractionHash}. */
export function categoryInteractionHash(args: CategoryInteractionHashArgs): CategoryInteractionHash {
  return new CategoryInteractionHash(args);
}

import { add, cast, serialization, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { embeddingLookup } from './ops/embedding-lookup';
import {
  checkRank,
  onlyShape,
  onlyTensor,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { deriveSeed } from './support/seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

export interface CategoricalEmbeddingArgs extends LayerArgs {
  /** Number of codes of each column; a column's codes run from 0 to its cardinality − 1. */
  cardinalities: number[];
  /** Size `d` of a code's vector. */
  outputDim: number;
  /** Default normal with standard deviation `1 / √d`. */
  embeddingsInitializer?: InitializerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * A learned vector for each category of a row; each column has codes, and vectors, of its own.
 *
 * Input integers `[batch, n]`, output `[batch, n, d]`. Weight `embeddings [sum of cardinalities, d]`: the columns'
 * tables one below the other.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { categoricalEmbedding } from '@heph/layers';
 *
 * const codes = tensor([[2, 0]], [1, 2], 'int32');
 * const tokens = categoricalEmbedding({ cardinalities: [3, 5], outputDim: 8 }).apply(codes); // [1, 2, 8]
 * ```
 */
export class CategoricalEmbedding extends layers.Layer {
  static readonly className = 'HephCategoricalEmbedding';
  private readonly cardinalities: number[];
  private readonly outputDim: number;
  private readonly embeddingsInitializer: Initializer;
  private readonly seed: number | undefined;
  private embeddings!: LayerVariable;

  constructor(args: CategoricalEmbeddingArgs) {
    super(args);
    this.cardinalities = args.cardinalities.map((size, j) => positiveInteger(`cardinalities[${j}]`, size));
    this.outputDim = positiveInteger('outputDim', args.outputDim);
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
    const shape = onlyShape(inputShape);
    checkRank('categoricalEmbedding', shape, 2, 'batch, n');
    if (shape[1] !== this.cardinalities.length) {
      throw new RangeError(
        `categoricalEmbedding expects ${this.cardinalities.length} columns, one for each cardinality; received shape [${shape.join(', ')}]`,
      );
    }
    const rows = this.cardinalities.reduce((total, size) => total + size, 0);
    this.embeddings = this.addWeight(
      'embeddings',
      [rows, this.outputDim],
      'float32',
      this.embeddingsInitializer,
    );
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const codes = cast(onlyTensor(inputs), 'int32');
      return embeddingLookup(this.embeddings.read(), add(codes, tensor1d(this.offsets(), 'int32')));
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...onlyShape(inputShape), this.outputDim];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      cardinalities: this.cardinalities,
      outputDim: this.outputDim,
      embeddingsInitializer: serialize(this.embeddingsInitializer),
      seed: this.seed ?? null,
    };
  }

  /** Where each column's rows begin in the common table. */
  private offsets(): number[] {
    let next = 0;
    return this.cardinalities.map(size => (next += size) - size);
  }
}
serialization.registerClass(CategoricalEmbedding);

/** A learned vector for each category of a row: see {@link CategoricalEmbedding}. */
export function categoricalEmbedding(args: CategoricalEmbeddingArgs): CategoricalEmbedding {
  return new CategoricalEmbedding(args);
}

import { add, serialization, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { embeddingLookup } from './ops/embedding-lookup';
import {
  checkRank,
  onlyShape,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { checkCodes, holes } from './support/codes';
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
 * A number that is no code of its column (negative, beyond its cardinality, with a fraction, NaN) gives a vector of NaN,
 * so that the mistake shows in the loss or the prediction, on every backend, compiled and exported alike. Give values
 * that training has not seen a code of their own.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { categoricalEmbedding } from '@heph/layers';
 *
 * const codes = tensor([[2, 0]], [1, 2], 'int32');
 * const tokens = categoricalEmbedding({ cardinalities: [3, 5], outputDim: 8 }).apply(codes); // [1, 2, 8]
 * ```
 */
export class CategoricalEmbedding extends CheckedLayer {
  static readonly className = 'HephCategoricalEmbedding';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<CategoricalEmbeddingArgs> = {
    cardinalities: true,
    outputDim: true,
    embeddingsInitializer: true,
    seed: true,
  };
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
    this.expectInput(['batch', this.cardinalities.length]);
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
      const { indices, faults } = checkCodes(this.onlyInput(inputs), this.cardinalities);
      const rows = add(indices, tensor1d(this.offsets(), 'int32'));
      return add(embeddingLookup(this.embeddings.read(), rows), holes(faults!, this.outputDim));
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

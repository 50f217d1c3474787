import { expandDims, mul, serialization, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { activate, checkActivation, type ActivationName } from './ops/activations';
import { addBroadcast, multiplyBroadcast } from './ops/broadcast';
import { matMul } from './ops/mat-mul';
import { sineAndCosine } from './ops/waves';
import {
  checkRank,
  knownSize,
  oneOf,
  onlyShape,
  onlyTensor,
  positiveInteger,
  positiveNumber,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { deriveSeed } from './support/seeds';

const kinds = ['linear', 'periodic'] as const;

export interface NumericEmbeddingArgs extends LayerArgs {
  /** `'linear'`: a straight line per output; `'periodic'`: a linear map of learned sines and cosines. */
  kind: (typeof kinds)[number];
  /** Size `d` of a column's vector. */
  outputDim: number;
  /** Frequencies `k` per column of the periodic kind. Default 24. */
  numFrequencies?: number;
  /** Standard deviation σ of the initial frequencies. The most telling setting. Default 0.3. */
  frequencyScale?: number;
  /** Elementwise function of the output. Default `'linear'`: none. */
  activation?: ActivationName;
  /** Makes the initial weights reproducible. Default none. */
  seed?: number;
}

/**
 * A vector for each number of a row, by a map of the column's own.
 *
 * Input `[batch, n]` (standardised numbers), output `[batch, n, d]`.
 * - `linear`: `x_j · w_j + b_j`, weights `kernel [n, d]`, `bias [n, d]`;
 * - `periodic`: `[sin(2π c_j x_j), cos(2π c_j x_j)] · W_j + b_j`, learned frequencies `c_j ~ N(0, σ²)`, weights
 *   `frequencies [n, k]`, `kernel [n, 2k, d]`, `bias [n, d]`.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { numericEmbedding } from '@heph/layers';
 *
 * const tokens = numericEmbedding({ kind: 'periodic', outputDim: 8 }).apply(tensor([[0.5, -1.2]])); // [1, 2, 8]
 * ```
 *
 * Gorishniy, Rubachev and Babenko 2022, "On Embeddings for Numerical Features in Tabular Deep Learning". Its PLR
 * ends in a ReLU: here that is `activation: 'relu'`, off by default, since a transformer block follows.
 */
export class NumericEmbedding extends layers.Layer {
  static readonly className = 'HephNumericEmbedding';
  private readonly kind: (typeof kinds)[number];
  private readonly outputDim: number;
  private readonly numFrequencies: number;
  private readonly frequencyScale: number;
  private readonly activation: ActivationName;
  private readonly seed: number | undefined;
  private frequencies!: LayerVariable;
  private kernel!: LayerVariable;
  private bias!: LayerVariable;

  constructor(args: NumericEmbeddingArgs) {
    super(args);
    this.kind = oneOf('kind', kinds, args.kind);
    this.outputDim = positiveInteger('outputDim', args.outputDim);
    this.numFrequencies = positiveInteger('numFrequencies', args.numFrequencies ?? 24);
    this.frequencyScale = positiveNumber('frequencyScale', args.frequencyScale ?? 0.3);
    this.activation = checkActivation(args.activation ?? 'linear');
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('numericEmbedding', shape, 2, 'batch, n');
    const columns = knownSize('numericEmbedding', shape, 1);
    const fanIn = this.kind === 'linear' ? 1 : 2 * this.numFrequencies;
    // As torch.nn.Linear, and as the paper's code: uniform in ±1/√(fan in).
    const uniform = (purpose: string) =>
      initializers.randomUniform({
        minval: -1 / Math.sqrt(fanIn),
        maxval: 1 / Math.sqrt(fanIn),
        seed: deriveSeed(this.seed, purpose)!,
      });
    if (this.kind === 'periodic') {
      this.frequencies = this.addWeight(
        'frequencies',
        [columns, this.numFrequencies],
        'float32',
        initializers.randomNormal({
          mean: 0,
          stddev: this.frequencyScale,
          seed: deriveSeed(this.seed, 'frequencies')!,
        }),
      );
    }
    const kernelShape = this.kind === 'linear' ? [columns, this.outputDim] : [columns, fanIn, this.outputDim];
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', uniform('kernel'));
    this.bias = this.addWeight('bias', [columns, this.outputDim], 'float32', uniform('bias'));
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = onlyTensor(inputs);
      const mapped = this.kind === 'linear' ? this.mapNumbers(x) : this.mapWaves(x);
      return activate(mapped, this.activation);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...onlyShape(inputShape), this.outputDim];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      kind: this.kind,
      outputDim: this.outputDim,
      numFrequencies: this.numFrequencies,
      frequencyScale: this.frequencyScale,
      activation: this.activation,
      seed: this.seed ?? null,
    };
  }

  private mapNumbers(x: Tensor): Tensor {
    return addBroadcast(multiplyBroadcast(expandDims(x, 2), this.kernel.read()), this.bias.read());
  }

  /** Columns first, `[n, batch, …]`, so that each column's map is one product of two matrices. */
  private mapWaves(x: Tensor): Tensor {
    const frequencies = expandDims(mul(this.frequencies.read(), 2 * Math.PI), 1);
    const waves = sineAndCosine(multiplyBroadcast(expandDims(transpose(x), 2), frequencies));
    const mapped = transpose(matMul(waves, this.kernel.read()), [1, 0, 2]);
    return addBroadcast(mapped, this.bias.read());
  }
}
serialization.registerClass(NumericEmbedding);

/** A vector for each number of a row: see {@link NumericEmbedding}. */
export function numericEmbedding(args: NumericEmbeddingArgs): NumericEmbedding {
  return new NumericEmbedding(args);
}

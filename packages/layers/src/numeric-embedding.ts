import { expandDims, mul, serialization, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { activate, checkActivation, type ActivationName } from './ops/activations';
import { addBroadcast, multiplyBroadcast } from './ops/broadcast';
import { matMul } from './ops/mat-mul';
import { piecewiseLinearEncoding } from './ops/piecewise-linear';
import { sineAndCosine } from './ops/waves';
import {
  checkRank,
  knownSize,
  oneOf,
  onlyShape,
  positiveInteger,
  positiveNumber,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { binTensors, checkBoundaries, mostBins, type Boundaries } from './support/bins';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { deriveSeed } from './support/seeds';

const kinds = ['linear', 'periodic', 'piecewiseLinear'] as const;

export interface NumericEmbeddingArgs extends LayerArgs {
  /**
   * `'linear'`: a straight line per output; `'periodic'`: a linear map of learned sines and cosines;
   * `'piecewiseLinear'`: a line per output that bends at the `boundaries`.
   */
  kind: (typeof kinds)[number];
  /** Size `d` of a column's vector. */
  outputDim: number;
  /** Frequencies `k` per column of the periodic kind. Default 24. */
  numFrequencies?: number;
  /** Standard deviation σ of the initial frequencies. The most telling setting. Default 0.3. */
  frequencyScale?: number;
  /**
   * Ascending bin edges of each column, for the piecewise linear kind, which needs them: `t + 1` numbers for `t` bins.
   * Columns may have different numbers of bins. `quantileBoundaries` finds them.
   */
  boundaries?: Boundaries;
  /** Elementwise function of the output. Default `'linear'`: none. */
  activation?: ActivationName;
  /** Makes the initial weights reproducible. Default none. */
  seed?: number;
}

/**
 * A vector for each number of a row, by a map of the column's own.
 *
 * Input `[batch, n]` (standardised numbers, or for bins any), output `[batch, n, d]`.
 * - `linear`: `x_j · w_j + b_j`, weights `kernel [n, d]`, `bias [n, d]`;
 * - `periodic`: `[sin(2π c_j x_j), cos(2π c_j x_j)] · W_j + b_j`, learned frequencies `c_j ~ N(0, σ²)`, weights
 *   `frequencies [n, k]`, `kernel [n, 2k, d]`, `bias [n, d]`;
 * - `piecewiseLinear`: `e_j · W_j + b_j`, where `e_jt = (x_j − b_{t−1}) / (b_t − b_{t−1})` is the share of bin `t` that
 *   lies below the number, at least 0 but in the first bin, at most 1 but in the last; weights `kernel [n, T, d]`,
 *   `bias [n, d]`, with `T` the most bins of a column. Columns of fewer bins leave the rest of their rows unused.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { numericEmbedding } from '@heph/layers';
 *
 * const tokens = numericEmbedding({ kind: 'periodic', outputDim: 8 }).apply(tensor([[0.5, -1.2]])); // [1, 2, 8]
 * ```
 *
 * Gorishniy, Rubachev and Babenko 2022, "On Embeddings for Numerical Features in Tabular Deep Learning"; the piecewise
 * linear encoding is its equation 1. Its PLR ends in a ReLU: here that is `activation: 'relu'`, off by default, since a
 * transformer block follows.
 */
export class NumericEmbedding extends CheckedLayer {
  static readonly className = 'HephNumericEmbedding';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<NumericEmbeddingArgs> = {
    kind: true,
    outputDim: true,
    numFrequencies: true,
    frequencyScale: true,
    boundaries: true,
    activation: true,
    seed: true,
  };
  private readonly kind: (typeof kinds)[number];
  private readonly outputDim: number;
  private readonly numFrequencies: number;
  private readonly frequencyScale: number;
  private readonly boundaries: number[][] | undefined;
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
    this.boundaries = args.boundaries == null ? undefined : checkBoundaries(args.boundaries);
    if ((this.kind === 'piecewiseLinear') !== (this.boundaries !== undefined)) {
      const received = this.boundaries === undefined ? 'none' : `some with kind ${this.kind}`;
      throw new RangeError(`boundaries must go with kind piecewiseLinear; received ${received}`);
    }
    this.activation = checkActivation(args.activation ?? 'linear');
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('numericEmbedding', shape, 2, 'batch, n');
    const columns = knownSize('numericEmbedding', shape, 1);
    if (this.boundaries && this.boundaries.length !== columns) {
      throw new RangeError(
        `numericEmbedding has boundaries of ${this.boundaries.length} columns; received shape [${shape.join(', ')}]`,
      );
    }
    this.expectInput(['batch', columns]);
    const fanIn = this.encodingWidth();
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
      const x = this.onlyInput(inputs);
      return activate(this.kind === 'linear' ? this.mapNumbers(x) : this.mapEncoded(x), this.activation);
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
      boundaries: this.boundaries ?? null,
      activation: this.activation,
      seed: this.seed ?? null,
    };
  }

  private mapNumbers(x: Tensor): Tensor {
    return addBroadcast(multiplyBroadcast(expandDims(x, 2), this.kernel.read()), this.bias.read());
  }

  /** Columns first, `[n, batch, …]`, so that each column's map is one product of two matrices. */
  private mapEncoded(x: Tensor): Tensor {
    const columns = expandDims(transpose(x), 2);
    const encoded = this.boundaries
      ? piecewiseLinearEncoding(columns, binTensors(this.boundaries))
      : this.waves(columns);
    return addBroadcast(transpose(matMul(encoded, this.kernel.read()), [1, 0, 2]), this.bias.read());
  }

  private waves(columns: Tensor): Tensor {
    const frequencies = expandDims(mul(this.frequencies.read(), 2 * Math.PI), 1);
    return sineAndCosine(multiplyBroadcast(columns, frequencies));
  }

  /** How many numbers a number is encoded as before its linear map. */
  private encodingWidth(): number {
    if (this.boundaries) return mostBins(this.boundaries);
    return this.kind === 'linear' ? 1 : 2 * this.numFrequencies;
  }
}
serialization.registerClass(NumericEmbedding);

/** A vector for each number of a row: see {@link NumericEmbedding}. */
export function numericEmbedding(args: NumericEmbeddingArgs): NumericEmbedding {
  return new NumericEmbedding(args);
}

import { add, mul, serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { addBroadcast } from './ops/broadcast';
import { linearMap } from './ops/linear-map';
import { matMul } from './ops/mat-mul';
import {
  knownSize,
  oneOf,
  onlyShape,
  onlyTensor,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { deriveSeed } from './support/seeds';
import {
  serialize,
  toInitializer,
  toRegularizer,
  type Initializer,
  type InitializerArg,
  type Regularizer,
  type RegularizerArg,
} from './support/weights';

const forms = ['seed', 'paper'] as const;

export interface CrossNetV2Args extends LayerArgs {
  /** Number of cross layers: each raises the degree of the products by one. Default 2. */
  numLayers?: number;
  /** Factorise each `W_l [d, d]` into `[d, rank] · [rank, d]`. Default: full matrices. */
  rank?: number;
  /** Where the offset stands: outside the product (`'seed'`) or, as published, inside (`'paper'`). Default `'seed'`. */
  form?: (typeof forms)[number];
  /** Of every kernel. Default Glorot uniform. */
  kernelInitializer?: InitializerArg;
  /** Default zeros. */
  biasInitializer?: InitializerArg;
  /** Penalty on every kernel. Default none. */
  kernelRegularizer?: RegularizerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/** One cross layer's map, as a full matrix or as two thin ones, and its offset. */
interface CrossLayer {
  factors: LayerVariable[];
  bias: LayerVariable;
}

/**
 * Cross network: explicit products of the inputs, of degree up to `numLayers + 1`.
 *
 * - `seed`: `x_{l+1} = x₀ ⊙ (x_l · W_l) + b_l + x_l`, the form of the Python project Hephaestus;
 * - `paper`: `x_{l+1} = x₀ ⊙ (x_l · W_l + b_l) + x_l`;
 * - with a rank, `W_l = U_l · V_l`.
 *
 * Input and output `[…, d]`. Weights `kernel_l [d, d]`, or `u_l [d, rank]` and `v_l [rank, d]`, and `bias_l [d]`, with
 * `l` from 0.
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
export class CrossNetV2 extends layers.Layer {
  static readonly className = 'HephCrossNetV2';
  private readonly numLayers: number;
  private readonly rank: number | undefined;
  private readonly form: (typeof forms)[number];
  private readonly kernelInitializer: Initializer | undefined;
  private readonly biasInitializer: Initializer;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly seed: number | undefined;
  private readonly crossLayers: CrossLayer[] = [];

  constructor(args: CrossNetV2Args = {}) {
    super(args);
    this.numLayers = positiveInteger('numLayers', args.numLayers ?? 2);
    this.rank = args.rank == null ? undefined : positiveInteger('rank', args.rank);
    this.form = oneOf('form', forms, args.form ?? 'seed');
    this.kernelInitializer = toInitializer(args.kernelInitializer);
    this.biasInitializer = toInitializer(args.biasInitializer, initializers.zeros());
    this.kernelRegularizer = toRegularizer(args.kernelRegularizer);
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = knownSize('crossNetV2', onlyShape(inputShape), -1);
    for (let l = 0; l < this.numLayers; l++) {
      const factors = this.rank
        ? [this.addKernel(`u_${l}`, [width, this.rank]), this.addKernel(`v_${l}`, [this.rank, width])]
        : [this.addKernel(`kernel_${l}`, [width, width])];
      const bias = this.addWeight(`bias_${l}`, [width], 'float32', this.biasInitializer);
      this.crossLayers.push({ factors, bias });
    }
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x0 = onlyTensor(inputs);
      return this.crossLayers.reduce((x, layer) => add(this.cross(x0, x, layer), x), x0);
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
      kernelInitializer: serialize(this.kernelInitializer),
      biasInitializer: serialize(this.biasInitializer),
      kernelRegularizer: serialize(this.kernelRegularizer),
      seed: this.seed ?? null,
    };
  }

  private addKernel(name: string, shape: number[]): LayerVariable {
    const initializer =
      this.kernelInitializer ?? initializers.glorotUniform({ seed: deriveSeed(this.seed, name)! });
    return this.addWeight(name, shape, 'float32', initializer, this.kernelRegularizer);
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

import { mul, serialization, softmax, squeeze, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { matMul } from './ops/mat-mul';
import {
  checkRank,
  knownSize,
  onlyShape,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { deriveSeed } from './support/seeds';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

export interface AttentionPoolingArgs extends LayerArgs {
  /** Default Glorot uniform. */
  queryInitializer?: InitializerArg;
  /** Makes the default initializer reproducible. Default none. */
  seed?: number;
}

/**
 * One vector for a row's tokens: their mean, weighted by a learned query, `Σ_t softmax_t(x_t · q / √d) x_t`.
 *
 * Input `[batch, n, d]`, output `[batch, d]`. Weight `query [d, 1]`.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { attentionPooling } from '@heph/layers';
 *
 * const row = attentionPooling().apply(ones([2, 3, 4])); // [2, 4]
 * ```
 *
 * The single-query attention of Vaswani et al. 2017, "Attention Is All You Need", without projections.
 */
export class AttentionPooling extends CheckedLayer {
  static readonly className = 'HephAttentionPooling';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<AttentionPoolingArgs> = {
    queryInitializer: true,
    seed: true,
  };
  private readonly queryInitializer: Initializer;
  private readonly seed: number | undefined;
  private query!: LayerVariable;

  constructor(args: AttentionPoolingArgs = {}) {
    super(args);
    this.seed = args.seed ?? undefined;
    this.queryInitializer = toInitializer(
      args.queryInitializer,
      initializers.glorotUniform({ seed: deriveSeed(this.seed, 'query')! }),
    );
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    checkRank('attentionPooling', shape, 3, 'batch, n, d');
    const width = knownSize('attentionPooling', shape, 2);
    this.expectInput(['batch', 'n', width]);
    this.query = this.addWeight('query', [width, 1], 'float32', this.queryInitializer);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = this.onlyInput(inputs);
      const scores = mul(matMul(x, this.query.read()), 1 / Math.sqrt(x.shape[2]!));
      const weights = softmax(transpose(scores, [0, 2, 1]));
      return squeeze(matMul(weights, x), [1]);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , width] = onlyShape(inputShape) as [number | null, number | null, number | null];
    return [batch, width];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      queryInitializer: serialize(this.queryInitializer),
      seed: this.seed ?? null,
    };
  }
}
serialization.registerClass(AttentionPooling);

/** One vector for a row's tokens: see {@link AttentionPooling}. */
export function attentionPooling(args: AttentionPoolingArgs = {}): AttentionPooling {
  return new AttentionPooling(args);
}

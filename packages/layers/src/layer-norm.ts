import { serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { layerNormalization } from './ops/layer-normalization';
import {
  knownSize,
  onlyShape,
  positiveNumber,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { serialize, toInitializer, type Initializer, type InitializerArg } from './support/weights';

export interface LayerNormArgs extends LayerArgs {
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Default ones. */
  gammaInitializer?: InitializerArg;
  /** Default zeros. */
  betaInitializer?: InitializerArg;
}

/**
 * Layer normalisation of the last axis: `γ ⊙ (x − mean) / √(variance + ε) + β`.
 *
 * Input and output `[…, d]`. Weights `gamma [d]`, `beta [d]`. One op with a closed-form gradient, where
 * `tf.layers.layerNormalization` records a dozen.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { layerNorm } from '@heph/layers';
 *
 * const normalised = layerNorm().apply(ones([2, 3, 4])); // [2, 3, 4]
 * ```
 *
 * Ba, Kiros and Hinton 2016, "Layer Normalization".
 */
export class LayerNorm extends CheckedLayer {
  static readonly className = 'HephLayerNorm';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<LayerNormArgs> = {
    epsilon: true,
    gammaInitializer: true,
    betaInitializer: true,
  };
  private readonly epsilon: number;
  private readonly gammaInitializer: Initializer;
  private readonly betaInitializer: Initializer;
  private gamma!: LayerVariable;
  private beta!: LayerVariable;

  constructor(args: LayerNormArgs = {}) {
    super(args);
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
    this.gammaInitializer = toInitializer(args.gammaInitializer, initializers.ones());
    this.betaInitializer = toInitializer(args.betaInitializer, initializers.zeros());
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = knownSize('layerNorm', onlyShape(inputShape), -1);
    this.expectInput(['…', width]);
    this.gamma = this.addWeight('gamma', [width], 'float32', this.gammaInitializer);
    this.beta = this.addWeight('beta', [width], 'float32', this.betaInitializer);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      return layerNormalization(this.onlyInput(inputs), this.gamma.read(), this.beta.read(), this.epsilon);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return onlyShape(inputShape);
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      epsilon: this.epsilon,
      gammaInitializer: serialize(this.gammaInitializer),
      betaInitializer: serialize(this.betaInitializer),
    };
  }
}
serialization.registerClass(LayerNorm);

/** Layer normalisation of the last axis: see {@link LayerNorm}. */
export function layerNorm(args: LayerNormArgs = {}): LayerNorm {
  return new LayerNorm(args);
}

import { serialization, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { activate, checkActivation, type ActivationName } from './ops/activations';
import { linearMap } from './ops/linear-map';
import {
  knownSize,
  onlyShape,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
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

export interface LinearArgs extends LayerArgs {
  /** Size of the output's last axis. */
  units: number;
  /** Add a learned offset. Default `true`. */
  useBias?: boolean;
  /** Elementwise function of the output. Default `'linear'`: none. */
  activation?: ActivationName;
  /** Default Glorot uniform. */
  kernelInitializer?: InitializerArg;
  /** Default zeros. */
  biasInitializer?: InitializerArg;
  /** Penalty on the kernel. Default none. */
  kernelRegularizer?: RegularizerArg;
  /** Penalty on the bias. Default none. */
  biasRegularizer?: RegularizerArg;
  /** Default none. */
  kernelConstraint?: ConstraintArg;
  /** Default none. */
  biasConstraint?: ConstraintArg;
  /** Makes the default kernel initializer reproducible. Default none. */
  seed?: number;
}

/**
 * Affine map of the last axis, `activation(x · kernel + bias)`, with a backward pass that is quick on WebAssembly.
 *
 * Input `[…, d]`, output `[…, units]`. Weights `kernel [d, units]`, `bias [units]`.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { linear } from '@heph/layers';
 *
 * const tokens = linear({ units: 8, activation: 'gelu' }).apply(ones([2, 3, 4])); // [2, 3, 8]
 * ```
 */
export class Linear extends CheckedLayer {
  static readonly className = 'HephLinear';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<LinearArgs> = {
    units: true,
    useBias: true,
    activation: true,
    kernelInitializer: true,
    biasInitializer: true,
    kernelRegularizer: true,
    biasRegularizer: true,
    kernelConstraint: true,
    biasConstraint: true,
    seed: true,
  };
  private readonly units: number;
  private readonly useBias: boolean;
  private readonly activation: ActivationName;
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private readonly kernelRegularizer: Regularizer | undefined;
  private readonly biasRegularizer: Regularizer | undefined;
  private readonly kernelConstraint: Constraint | undefined;
  private readonly biasConstraint: Constraint | undefined;
  private readonly seed: number | undefined;
  private kernel!: LayerVariable;
  private bias: LayerVariable | undefined;

  constructor(args: LinearArgs) {
    super(args);
    this.units = positiveInteger('units', args.units);
    this.useBias = args.useBias ?? true;
    this.activation = checkActivation(args.activation ?? 'linear');
    this.seed = args.seed ?? undefined;
    this.kernelInitializer = toInitializer(
      args.kernelInitializer,
      initializers.glorotUniform({ seed: deriveSeed(this.seed, 'kernel')! }),
    );
    this.biasInitializer = toInitializer(args.biasInitializer, initializers.zeros());
    this.kernelRegularizer = toRegularizer(args.kernelRegularizer);
    this.biasRegularizer = toRegularizer(args.biasRegularizer);
    this.kernelConstraint = toConstraint(args.kernelConstraint);
    this.biasConstraint = toConstraint(args.biasConstraint);
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = knownSize('linear', onlyShape(inputShape), -1);
    this.expectInput(['…', width]);
    this.kernel = this.addWeight(
      'kernel',
      [width, this.units],
      'float32',
      this.kernelInitializer,
      this.kernelRegularizer,
      true,
      this.kernelConstraint,
    );
    if (this.useBias) {
      this.bias = this.addWeight(
        'bias',
        [this.units],
        'float32',
        this.biasInitializer,
        this.biasRegularizer,
        true,
        this.biasConstraint,
      );
    }
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      return activate(
        linearMap(this.onlyInput(inputs), this.kernel.read(), this.bias?.read()),
        this.activation,
      );
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...onlyShape(inputShape).slice(0, -1), this.units];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      units: this.units,
      useBias: this.useBias,
      activation: this.activation,
      kernelInitializer: serialize(this.kernelInitializer),
      biasInitializer: serialize(this.biasInitializer),
      kernelRegularizer: serialize(this.kernelRegularizer),
      biasRegularizer: serialize(this.biasRegularizer),
      kernelConstraint: serialize(this.kernelConstraint),
      biasConstraint: serialize(this.biasConstraint),
      seed: this.seed ?? null,
    };
  }
}
serialization.registerClass(Linear);

/** Affine map of the last axis: see {@link Linear}. */
export function linear(args: LinearArgs): Linear {
  return new Linear(args);
}

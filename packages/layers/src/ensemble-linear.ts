import { expandDims, serialization, tidy, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { activate, checkActivation, type ActivationName } from './ops/activations';
import { addBroadcast, multiplyBroadcast } from './ops/broadcast';
import { matMul } from './ops/mat-mul';
import {
  knownSize,
  nonNegativeNumber,
  onlyShape,
  positiveInteger,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';
import { deriveSeed } from './support/seeds';

export interface EnsembleLinearArgs extends LayerArgs {
  /** Size of the output's last axis. */
  units: number;
  /** Number `k` of members. */
  numMembers: number;
  /** One kernel for all members, scaled by each in its own way, or a kernel for each. Default `true`. */
  share?: boolean;
  /** How far the members' initial input scales lie from 1: their standard deviation, with `share`. Default 0. */
  spread?: number;
  /** Add a learned offset, each member its own. Default `true`. */
  useBias?: boolean;
  /** Elementwise function of the output. Default `'linear'`: none. */
  activation?: ActivationName;
  /** Makes the initial weights reproducible. Default none. */
  seed?: number;
}

/**
 * An affine map for each member of an ensemble that lives in one network, `f(((x ⊙ r_k) · W) ⊙ s_k + b_k)`: the kernel
 * `W` is common, the scales and the offset are the member's own, so a member costs `d + 2 · units` weights instead of
 * `d · units`. Without `share` each member has a kernel `W_k` and no scales.
 *
 * Input `[batch, d]` for all members or `[batch, k, d]`, output `[batch, k, units]`. Weights `kernel [d, units]`,
 * `inputScale [k, d]`, `outputScale [k, units]`, or without `share` only `kernel [k, d, units]`; `bias [k, units]`.
 *
 * Members that start alike stay alike: give the first layer a `spread`, or the last one kernels of their own.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { ensembleLinear } from '@heph/layers';
 *
 * const members = ensembleLinear({ units: 8, numMembers: 4, spread: 0.5 }).apply(ones([2, 3])); // [2, 4, 8]
 * ```
 *
 * Wen et al. 2020, "BatchEnsemble"; on tables Gorishniy et al. 2025, "TabM", where the first scales are random signs:
 * scales around 1 leave members closer to one another and learn sooner.
 */
export class EnsembleLinear extends CheckedLayer {
  static readonly className = 'HephEnsembleLinear';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<EnsembleLinearArgs> = {
    units: true,
    numMembers: true,
    share: true,
    spread: true,
    useBias: true,
    activation: true,
    seed: true,
  };
  private readonly units: number;
  private readonly numMembers: number;
  private readonly share: boolean;
  private readonly spread: number;
  private readonly useBias: boolean;
  private readonly activation: ActivationName;
  private readonly seed: number | undefined;
  private kernel!: LayerVariable;
  private inputScale: LayerVariable | undefined;
  private outputScale: LayerVariable | undefined;
  private bias: LayerVariable | undefined;

  constructor(args: EnsembleLinearArgs) {
    super(args);
    this.units = positiveInteger('units', args.units);
    this.numMembers = positiveInteger('numMembers', args.numMembers);
    this.share = args.share ?? true;
    this.spread = nonNegativeNumber('spread', args.spread ?? 0);
    this.useBias = args.useBias ?? true;
    this.activation = checkActivation(args.activation ?? 'linear');
    this.seed = args.seed ?? undefined;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    this.checkMembers(shape);
    const width = knownSize('ensembleLinear', shape, -1);
    const { numMembers, units } = this;
    this.expectInput(['batch', width], ['batch', numMembers, width]);
    // Glorot uniform of one member's kernel, however many there are.
    const limit = Math.sqrt(6 / (width + units));
    this.kernel = this.addWeight(
      'kernel',
      this.share ? [width, units] : [numMembers, width, units],
      'float32',
      initializers.randomUniform({
        minval: -limit,
        maxval: limit,
        seed: deriveSeed(this.seed, 'kernel')!,
      }),
    );
    if (this.share) {
      this.inputScale = this.addWeight('inputScale', [numMembers, width], 'float32', this.initialScale());
      this.outputScale = this.addWeight('outputScale', [numMembers, units], 'float32', initializers.ones());
    }
    if (this.useBias)
      this.bias = this.addWeight('bias', [numMembers, units], 'float32', initializers.zeros());
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const given = this.onlyInput(inputs);
      const x = given.rank === 2 ? expandDims(given, 1) : given;
      const mapped = this.share ? this.scaledMap(x) : this.ownMaps(x);
      return activate(this.bias ? addBroadcast(mapped, this.bias.read()) : mapped, this.activation);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [onlyShape(inputShape)[0]!, this.numMembers, this.units];
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      units: this.units,
      numMembers: this.numMembers,
      share: this.share,
      spread: this.spread,
      useBias: this.useBias,
      activation: this.activation,
      seed: this.seed ?? null,
    };
  }

  /** TensorFlow.js takes a standard deviation of 0 for none given. */
  private initialScale() {
    if (this.spread === 0) return initializers.ones();
    const seed = deriveSeed(this.seed, 'inputScale')!;
    return initializers.randomNormal({ mean: 1, stddev: this.spread, seed });
  }

  private scaledMap(x: Tensor): Tensor {
    const scaled = multiplyBroadcast(x, this.inputScale!.read());
    return multiplyBroadcast(matMul(scaled, this.kernel.read()), this.outputScale!.read());
  }

  /** A product for each member, with the members as the first axis. */
  private ownMaps(x: Tensor): Tensor {
    return transpose(matMul(transpose(x, [1, 0, 2]), this.kernel.read()), [1, 0, 2]);
  }

  private checkMembers(shape: Shape): void {
    const members = shape.length === 3 ? shape[1] : this.numMembers;
    if (shape.length === 2 || members === this.numMembers) return;
    throw new RangeError(
      `ensembleLinear expects an input of shape [batch, d] or [batch, ${this.numMembers}, d]; received [${shape.join(', ')}]`,
    );
  }
}
serialization.registerClass(EnsembleLinear);

/** An affine map for each member of an ensemble: see {@link EnsembleLinear}. */
export function ensembleLinear(args: EnsembleLinearArgs): EnsembleLinear {
  return new EnsembleLinear(args);
}

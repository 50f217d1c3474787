import {
  abs,
  div,
  mul,
  ones,
  reshape,
  serialization,
  sigmoid,
  softplus,
  sum,
  tidy,
  zeros,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { multiplyBroadcast } from './ops/broadcast';
import {
  fractionBelowOne,
  knownSize,
  nonNegativeNumber,
  oneOf,
  onlyShape,
  positiveInteger,
  positiveNumber,
  type CallArgs,
  type LayerArgs,
  type Shape,
} from './support/arguments';
import { normalizeBatch } from './support/batch-statistics';
import { CheckedLayer, type OptionNames } from './support/checked-layer';

const forms = ['linear', 'sigmoid', 'softplus'] as const;
type Form = (typeof forms)[number];
const normalizations = ['batch', 'none'] as const;

export interface InteractionGateArgs extends LayerArgs {
  /** What a gate is of its weight: `w`, `σ(w / τ)` or `ln(1 + e^w)`. Default `'linear'`. */
  form?: Form;
  /** Where gates start. Default 1; of the sigmoid form, which stays between 0 and 1, a half. */
  initialGate?: number;
  /** τ of the sigmoid form: the smaller, the sooner gates are open or shut. Default 1. */
  temperature?: number;
  /** Penalty `λ` on the sum of the gates' sizes, `λ Σ |g|`. Default 0. */
  sparsity?: number;
  /** Of the products, before they are gated: over the batch, or not at all. Default `'batch'`. */
  normalization?: (typeof normalizations)[number];
  /** How many gates an input of two axes has, each for as many neighbouring numbers. Default: one a number. */
  groups?: number;
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Share of the old value that a training step leaves in the moving statistics. Default 0.99. */
  momentum?: number;
}

/**
 * A learned weight for each interaction, so that those of no use fade: `g_p · BatchNorm(x_p)`.
 *
 * Input and output `[batch, pairs, d]` with a gate for each pair, or `[batch, d]` with a gate for each of `groups` equal
 * parts of a row. Weights `gate [pairs]`, and with normalisation `movingMean`, `movingVariance [pairs · d]`.
 *
 * The products are normalised without a scale and offset of their own, or else a kernel before the gate could grow as
 * the gate shrinks, and its size would mean nothing. `sparsity` is a penalty as a regularizer's is: `model.fit` adds it
 * to the loss, and a training loop of one's own has to add the sum of `model.calculateLosses()`. Forms:
 * - `linear` may reach 0 and change its sign: with `sparsity`, the one that fades soonest;
 * - `sigmoid` is bounded: a share of each interaction;
 * - `softplus` stays positive and is not bounded.
 *
 * `gates()` reads the gates, in the order of the pairs.
 *
 * ```ts
 * import { ones } from '@tensorflow/tfjs-core';
 * import { interactionGate } from '@heph/layers';
 *
 * const gate = interactionGate({ sparsity: 0.01 });
 * const gated = gate.apply(ones([5, 3, 8])); // [5, 3, 8]
 * console.log(gate.gates()); // [1, 1, 1]
 * ```
 *
 * Liu et al. 2020, "AutoFIS: Automatic Feature Interaction Selection in Factorization Models for Click-Through Rate
 * Prediction". Here gates and the other weights learn together, by one optimizer, and the penalty is a plain L1 in the
 * place of the GRDA optimizer: gates become small, seldom exactly 0.
 */
export class InteractionGate extends CheckedLayer {
  static readonly className = 'HephInteractionGate';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<InteractionGateArgs> = {
    form: true,
    initialGate: true,
    temperature: true,
    sparsity: true,
    normalization: true,
    groups: true,
    epsilon: true,
    momentum: true,
  };
  private readonly form: Form;
  private readonly initialGate: number;
  private readonly temperature: number;
  private readonly sparsity: number;
  private readonly normalization: (typeof normalizations)[number];
  private readonly groups: number | undefined;
  private readonly epsilon: number;
  private readonly momentum: number;
  private gate!: LayerVariable;
  private movingMean!: LayerVariable;
  private movingVariance!: LayerVariable;

  constructor(args: InteractionGateArgs = {}) {
    super(args);
    this.form = oneOf('form', forms, args.form ?? 'linear');
    this.initialGate = checkGate(this.form, args.initialGate ?? (this.form === 'sigmoid' ? 0.5 : 1));
    this.temperature = positiveNumber('temperature', args.temperature ?? 1);
    this.sparsity = nonNegativeNumber('sparsity', args.sparsity ?? 0);
    this.normalization = oneOf('normalization', normalizations, args.normalization ?? 'batch');
    this.groups = args.groups == null ? undefined : positiveInteger('groups', args.groups);
    this.epsilon = positiveNumber('epsilon', args.epsilon ?? 1e-5);
    this.momentum = fractionBelowOne('momentum', args.momentum ?? 0.99);
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = onlyShape(inputShape);
    const { groups, width } = this.partsOf(shape);
    this.expectInput(['batch', ...shape.slice(1).map(size => size!)]);
    const start = initializers.constant({ value: this.weightOf(this.initialGate) });
    this.gate = this.addWeight('gate', [groups], 'float32', start);
    if (this.normalization === 'batch') {
      const [zero, one] = [initializers.zeros(), initializers.ones()];
      this.movingMean = this.addWeight('movingMean', [width], 'float32', zero, undefined, false);
      this.movingVariance = this.addWeight('movingVariance', [width], 'float32', one, undefined, false);
    }
    if (this.sparsity > 0) this.addLoss(() => mul(sum(abs(this.openings())), this.sparsity) as Scalar);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = this.onlyInput(inputs);
      const { groups, width } = this.partsOf(x.shape);
      const rows = reshape(x, [-1, width]);
      const opening = multiplyBroadcast(
        reshape(this.openings(), [groups, 1]),
        ones([groups, width / groups]),
      );
      return reshape(this.scale(rows, reshape(opening, [width]), Boolean(kwargs['training'])), x.shape);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return onlyShape(inputShape);
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      form: this.form,
      initialGate: this.initialGate,
      temperature: this.temperature,
      sparsity: this.sparsity,
      normalization: this.normalization,
      groups: this.groups ?? null,
      epsilon: this.epsilon,
      momentum: this.momentum,
    };
  }

  /** The gates as they are now, one for each pair or group; reads them back, so not for use within a step. */
  gates(): number[] {
    if (!this.built) throw new Error('there are no gates before the layer is built: apply it first');
    return tidy(() => [...this.openings().dataSync()]);
  }

  private openings(): Tensor {
    const weight = this.gate.read();
    if (this.form === 'sigmoid') return sigmoid(div(weight, this.temperature));
    return this.form === 'softplus' ? softplus(weight) : weight;
  }

  /** The weight that gives a gate. */
  private weightOf(gate: number): number {
    if (this.form === 'sigmoid') return this.temperature * Math.log(gate / (1 - gate));
    return this.form === 'softplus' ? Math.log(Math.expm1(gate)) : gate;
  }

  private scale(rows: Tensor, opening: Tensor, training: boolean): Tensor {
    if (this.normalization === 'none') return multiplyBroadcast(rows, opening);
    const { movingMean, movingVariance, momentum, epsilon } = this;
    const statistics = { movingMean, movingVariance, momentum, epsilon };
    return normalizeBatch(rows, opening, zeros(opening.shape), statistics, training);
  }

  /** How many gates there are, and for how many numbers of a row. */
  private partsOf(shape: Shape): { groups: number; width: number } {
    if (shape.length === 3 && this.groups === undefined) {
      const groups = knownSize('interactionGate', shape, 1);
      return { groups, width: groups * knownSize('interactionGate', shape, 2) };
    }
    if (shape.length !== 2) {
      const expected =
        this.groups === undefined ? '[batch, pairs, d] or [batch, d]' : '[batch, d] with groups';
      throw new RangeError(`interactionGate expects input ${expected}; received shape [${shape.join(', ')}]`);
    }
    const width = knownSize('interactionGate', shape, 1);
    const groups = this.groups ?? width;
    if (width % groups !== 0)
      throw new RangeError(`groups must divide the size ${width} of a row; received ${groups}`);
    return { groups, width };
  }
}
serialization.registerClass(InteractionGate);

/** Refuses where a form's gates cannot start. */
function checkGate(form: Form, gate: number): number {
  const [least, most] = form === 'linear' ? [-Infinity, Infinity] : [0, form === 'sigmoid' ? 1 : Infinity];
  if (gate > least && gate < most) return gate;
  throw new RangeError(`initialGate of form ${form} must lie between ${least} and ${most}; received ${gate}`);
}

/** A learned weight for each interaction: see {@link InteractionGate}. */
export function interactionGate(args: InteractionGateArgs = {}): InteractionGate {
  return new InteractionGate(args);
}

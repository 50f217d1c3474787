import { add, log, mean, serialization, softmax, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { checkRank, oneOf, onlyShape, type CallArgs, type LayerArgs, type Shape } from './support/arguments';
import { CheckedLayer, type OptionNames } from './support/checked-layer';

const kinds = ['values', 'logits'] as const;

export interface MemberMeanArgs extends LayerArgs {
  /**
   * What the members say: `'values'`, whose mean is theirs, or `'logits'` of classes, where the probabilities are
   * averaged. Default `'values'`.
   */
  of?: (typeof kinds)[number];
}

/** Keeps the logarithm of a probability that has underflowed finite. */
const TINY = 1e-30;

/**
 * What the members of an ensemble say together: `mean_k x_k`, or of logits `ln(mean_k softmax(x_k))`, which are again
 * logits.
 *
 * Input `[batch, k, units]`, output `[batch, units]`. No weights.
 *
 * ```ts
 * import { tensor } from '@tensorflow/tfjs-core';
 * import { memberMean } from '@heph/layers';
 *
 * const together = memberMean().apply(tensor([[[1], [3]]])); // [[2]]
 * ```
 *
 * Lakshminarayanan et al. 2017, "Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles".
 */
export class MemberMean extends CheckedLayer {
  static readonly className = 'HephMemberMean';
  /** Every option, so that an unknown one is refused. */
  static readonly optionNames: OptionNames<MemberMeanArgs> = {
    of: true,
  };
  private readonly of: (typeof kinds)[number];

  constructor(args: MemberMeanArgs = {}) {
    super(args);
    this.of = oneOf('of', kinds, args.of ?? 'values');
  }

  override build(inputShape: Shape | Shape[]): void {
    checkRank('memberMean', onlyShape(inputShape), 3, 'batch, k, units');
    this.expectInput(['batch', 'k', 'units']);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallArgs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const members = this.onlyInput(inputs);
      return this.of === 'values' ? mean(members, 1) : log(add(mean(softmax(members), 1), TINY));
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , units] = onlyShape(inputShape) as [number | null, number | null, number | null];
    return [batch, units];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), of: this.of };
  }
}
serialization.registerClass(MemberMean);

/** What the members of an ensemble say together: see {@link MemberMean}. */
export function memberMean(args: MemberMeanArgs = {}): MemberMean {
  return new MemberMean(args);
}

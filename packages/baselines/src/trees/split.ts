const { fround } = Math;

/** What makes a split good, and which ones are allowed. */
export interface SplitRules {
  /** L2 regularization of leaf values: added to a side's hessian. */
  readonly lambda: number;
  /** The least hessian that a child must have. */
  readonly minChildWeight: number;
  /** A category of this hessian may be told apart from others in nodes of any size. */
  readonly enoughForCategory: number;
  /** Round gains to float32 step by step, so that near-ties fall as they do in XGBoost. */
  readonly singlePrecision: boolean;
}

/** The best split of a node found so far. */
export class BestSplit {
  gain = -Infinity;
  feature = -1;
  /** Where the feature is cut: the last bin that goes left, or how many of the sorted rows do. */
  position = 0;
  /** Whether missing values go left. */
  defaultLeft = false;
  leftGradient = 0;
  leftHessian = 0;
  /** At a categorical feature, the categories that go right, ascending. */
  set: Uint32Array = new Uint32Array();

  reset(): void {
    this.gain = -Infinity;
    this.feature = -1;
  }

  keep(
    gain: number,
    feature: number,
    position: number,
    defaultLeft: boolean,
    leftGradient: number,
    leftHessian: number,
  ): void {
    this.gain = gain;
    this.feature = feature;
    this.position = position;
    this.defaultLeft = defaultLeft;
    this.leftGradient = leftGradient;
    this.leftHessian = leftHessian;
  }

  /** Keeps a split of categories, of which those that are not in the set go left, also missing ones. */
  keepSet(gain: number, feature: number, set: Uint32Array, leftGradient: number, leftHessian: number): void {
    this.keep(gain, feature, 0, true, leftGradient, leftHessian);
    this.set = set;
  }
}

/** One side's share of a gain: G²/(H+λ), where G and H sum up its rows' gradients and hessians. */
export function sideGain(gradient: number, hessian: number, rules: SplitRules): number {
  return rules.singlePrecision
    ? fround(fround(gradient * gradient) / fround(hessian + rules.lambda))
    : (gradient * gradient) / (hessian + rules.lambda);
}

/**
 * How much a split improves the objective: G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ) (Chen & Guestrin 2016, eq. 7,
 * without the factor ½). With a hessian of 1 a row and λ = 0 that is the decrease of the sum of squared errors.
 *
 * @param whole the {@link sideGain} of all rows together
 */
export function splitGain(
  leftGradient: number,
  leftHessian: number,
  rightGradient: number,
  rightHessian: number,
  whole: number,
  rules: SplitRules,
): number {
  const sides = sideGain(leftGradient, leftHessian, rules) + sideGain(rightGradient, rightHessian, rules);
  return rules.singlePrecision ? fround(fround(sides) - whole) : sides - whole;
}

/** Of what a side's gain is at least, whatever roundings to float32 have added. */
const certain = 1 - 1e-6;

/**
 * Whether a split certainly gains no more than the best, told without a division: most splits do not. As long as it says
 * no, {@link splitGain} decides.
 *
 * @param toBeat {@link gainToBeat} of the best
 */
export function isWorse(
  leftGradient: number,
  leftHessian: number,
  rightGradient: number,
  rightHessian: number,
  toBeat: number,
  lambda: number,
): boolean {
  const left = leftHessian + lambda;
  const right = rightHessian + lambda;
  const sides = leftGradient * leftGradient * right + rightGradient * rightGradient * left;
  return sides <= toBeat * (left * right);
}

/** What the two sides of a split must have together to be better than the best. */
export function gainToBeat(bestGain: number, whole: number): number {
  return (bestGain + whole) * certain;
}

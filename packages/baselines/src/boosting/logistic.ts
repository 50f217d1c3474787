import { logit, sigmoid } from '../objectives/sigmoid';
import type { Objective } from './objective';

const { exp, fround, max } = Math;

/** XGBoost's least hessian. */
const leastHessian = fround(1e-16);

/** Log loss of two classes, y = 0 or 1. Its derivatives are w (p − y) and w p (1 − p). */
export const logistic: Objective = {
  name: 'binary:logistic',
  numOutputs: 1,
  leastHessian,
  hessiansAreWeights: false,
  toMargin: logit,

  derivatives([margins], target, weights, [gradients], [hessians]) {
    for (let row = 0; row < target.length; row++) {
      const probability = sigmoid(margins![row]!);
      const weight = weights[row]!;
      gradients![row] = fround(fround(probability - target[row]!) * weight);
      const hessian = max(fround(probability * fround(1 - probability)), leastHessian);
      hessians![row] = fround(hessian * weight);
    }
  },

  error([margins], target) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      const margin = margins![row]!;
      const against = target[row] === 1 ? -margin : margin;
      // −ln p = ln(1 + e^against), without overflow where it is large.
      sum += against > 0 ? against + Math.log1p(exp(-against)) : Math.log1p(exp(against));
    }
    return sum / target.length;
  },
};

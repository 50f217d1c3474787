import type { Objective } from './objective';

const { fround } = Math;

/** ½ (margin − y)². Its derivatives are w (margin − y) and w; its error is the root of the mean square. */
export const squaredError: Objective = {
  name: 'reg:squarederror',
  numOutputs: 1,
  leastHessian: 1,
  hessiansAreWeights: true,
  toMargin: baseScore => baseScore,

  derivatives([margins], target, weights, [gradients]) {
    for (let row = 0; row < target.length; row++) {
      gradients![row] = fround(fround(margins![row]! - target[row]!) * weights[row]!);
    }
  },

  error([margins], target) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) sum += (margins![row]! - target[row]!) ** 2;
    return Math.sqrt(sum / target.length);
  },
};

import type { Objective } from './objective';

const { fround } = Math;

/** ½ (margin − y)². Its derivatives are w (margin − y) and w; its error is the root of the mean square. */
export const squaredError: Objective = {
  name: 'reg:squarederror',
  numOutputs: 1,
  leastHessian: 1,
  toMargin: baseScore => baseScore,

  derivatives([margins], target, weights, [gradients], [hessians]) {
    for (let row = 0; row < target.length; row++) {
      const weight = weights[row]!;
      gradients![row] = fround(fround(margins![row]! - target[row]!) * weight);
      hessians![row] = weight;
    }
  },

  error([margins], target) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) sum += (margins![row]! - target[row]!) ** 2;
    return Math.sqrt(sum / target.length);
  },
};

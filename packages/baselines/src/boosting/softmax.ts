import type { Objective } from './objective';

const { exp, fround, log, max } = Math;

/** XGBoost's least hessian. */
const leastHessian = fround(1e-16);

/** The probabilities that one row's margins stand for: e^margin, divided by the sum over the classes, in float32. */
export function softmaxOf(margins: readonly Float32Array[], row: number, probabilities: Float32Array): void {
  let largest = -Infinity;
  for (const ofClass of margins) largest = max(largest, ofClass[row]!);
  let sum = 0;
  for (let k = 0; k < margins.length; k++) {
    probabilities[k] = exp(fround(margins[k]![row]! - largest));
    sum += probabilities[k]!;
  }
  const divisor = fround(sum);
  for (let k = 0; k < margins.length; k++) probabilities[k]! /= divisor;
}

/** Log loss of several classes, one output each. Its derivatives are w (p − [y = class]) and, as XGBoost has it, 2 w p (1 − p). */
export function softmax(numClasses: number): Objective {
  return {
    name: 'multi:softprob',
    numOutputs: numClasses,
    leastHessian,
    hessiansAreWeights: false,
    toMargin: baseScore => baseScore,

    derivatives(margins, target, weights, gradients, hessians) {
      const probabilities = new Float32Array(numClasses);
      for (let row = 0; row < target.length; row++) {
        softmaxOf(margins, row, probabilities);
        const weight = weights[row]!;
        for (let k = 0; k < numClasses; k++) {
          const probability = probabilities[k]!;
          const isTruth = target[row] === k;
          gradients[k]![row] = fround((isTruth ? fround(probability - 1) : probability) * weight);
          const hessian = fround(fround(fround(2 * probability) * fround(1 - probability)) * weight);
          hessians[k]![row] = max(hessian, leastHessian);
        }
      }
    },

    error(margins, target) {
      let sum = 0;
      for (let row = 0; row < target.length; row++) {
        const largest = margins.reduce((most, ofClass) => max(most, ofClass[row]!), -Infinity);
        const total = margins.reduce((all, ofClass) => all + exp(ofClass[row]! - largest), 0);
        sum += largest + log(total) - margins[target[row]!]![row]!;
      }
      return sum / target.length;
    },
  };
}

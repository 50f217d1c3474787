import type { BinnedMatrix } from './binning';
import type { Histogram } from './histogram';
import { gainToBeat, isWorse, sideGain, splitGain, type BestSplit, type SplitRules } from './split';
import type { OpenNode } from './training-rows';

/**
 * Looks for a better split of a node on one feature: a cut after each bin, with missing values going right and,
 * where the node has any, also with missing values going left. Only a strictly greater gain replaces the best.
 *
 * @returns whether the node's rows differ in this feature
 */
export function searchHistogram(
  histogram: Histogram,
  matrix: BinnedMatrix,
  feature: number,
  { gradient, hessian }: OpenNode,
  rules: SplitRules,
  best: BestSplit,
): boolean {
  const first = matrix.offsets[feature]!;
  const missing = matrix.offsets[feature + 1]! - 1;
  const { minChildWeight, lambda } = rules;
  const whole = sideGain(gradient, hessian, rules);
  let bestGain = best.gain;
  let toBeat = gainToBeat(bestGain, whole);

  let numFilled = 0;
  let left = 0;
  let leftHessian = 0;
  for (let bin = first; bin < missing; bin++) {
    const inBin = histogram[2 * bin + 1]!;
    if (inBin === 0) continue;
    numFilled++;
    left += histogram[2 * bin]!;
    leftHessian += inBin;
    const rightHessian = hessian - leftHessian;
    if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
    if (isWorse(left, leftHessian, gradient - left, rightHessian, toBeat, lambda)) continue;
    const gain = splitGain(left, leftHessian, gradient - left, rightHessian, whole, rules);
    if (gain <= bestGain) continue;
    bestGain = gain;
    toBeat = gainToBeat(gain, whole);
    best.keep(gain, feature, bin - first, false, left, leftHessian);
  }
  const hasMissing = histogram[2 * missing + 1] !== 0;
  if (!hasMissing) return numFilled > 1;

  let right = 0;
  let rightHessian = 0;
  for (let bin = missing - 1; bin >= first; bin--) {
    const inBin = histogram[2 * bin + 1]!;
    if (inBin === 0) continue;
    right += histogram[2 * bin]!;
    rightHessian += inBin;
    leftHessian = hessian - rightHessian;
    if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
    if (isWorse(gradient - right, leftHessian, right, rightHessian, toBeat, lambda)) continue;
    const gain = splitGain(gradient - right, leftHessian, right, rightHessian, whole, rules);
    if (gain <= bestGain) continue;
    bestGain = gain;
    toBeat = gainToBeat(gain, whole);
    best.keep(gain, feature, bin - 1 - first, true, gradient - right, leftHessian);
  }
  return numFilled > 0;
}

import { classLabel, type ClassLabel } from '../labels/class-label';
import { requirePairs } from './mean';

/**
 * Area under the ROC curve: the chance that a row of class 1 scores above a row of class 0, ties counting half.
 * AUC = (R₁ − n₁(n₁ + 1)/2) / (n₁ n₀), where R₁ is the sum of the ranks of class 1 and tied scores share their
 * mean rank (Mann and Whitney, 1947).
 *
 * @param yTrue 0 or 1 a row, or false and true, both present; compared by name ({@link classLabel})
 * @param yPred any score that grows with the chance of class 1
 * @throws RangeError on unequal lengths, no values, another label, one class only, or a score that is NaN
 */
export function rocAuc(yTrue: ArrayLike<ClassLabel>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const isPositive = positiveRows(yTrue);
  const positives = isPositive.reduce((sum, one) => sum + one, 0);
  const negatives = yTrue.length - positives;
  if (positives === 0 || negatives === 0)
    throw new RangeError(`yTrue must hold both classes; received only ${positives === 0 ? 0 : 1}`);

  const order = rowsByScore(yPred);
  let positiveRanks = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && yPred[order[end]!] === yPred[order[start]!]) end++;
    const sharedRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (isPositive[order[i]!] === 1) positiveRanks += sharedRank;
    start = end;
  }
  return (positiveRanks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** 1 for a row of class 1, otherwise 0. */
function positiveRows(yTrue: ArrayLike<ClassLabel>): Uint8Array {
  const isPositive = new Uint8Array(yTrue.length);
  for (let i = 0; i < yTrue.length; i++) {
    const value: unknown = yTrue[i];
    const name = typeof value === 'string' ? classLabel(value) : String(value);
    const isOne = name === '1' || name === 'true';
    if (!isOne && name !== '0' && name !== 'false')
      throw new RangeError(`yTrue must hold only 0 and 1; received ${name} at ${i}`);
    isPositive[i] = Number(isOne);
  }
  return isPositive;
}

function rowsByScore(scores: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i);
  for (let i = 0; i < scores.length; i++)
    if (Number.isNaN(scores[i])) throw new RangeError(`yPred must hold numbers; received NaN at ${i}`);
  return order.sort((a, b) => Math.sign(scores[a]! - scores[b]!));
}

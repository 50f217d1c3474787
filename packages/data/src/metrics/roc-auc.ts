import { requirePairs } from './mean';

/**
 * Area under the ROC curve: the chance that a row of class 1 scores above a row of class 0, ties counting half.
 * AUC = (R₁ − n₁(n₁ + 1)/2) / (n₁ n₀), where R₁ is the sum of the ranks of class 1 and tied scores share their
 * mean rank (Mann and Whitney, 1947).
 *
 * @param yTrue 0 or 1 a row, both present
 * @param yPred any score that grows with the chance of class 1
 * @throws RangeError on unequal lengths, no values, another label, one class only, or a score that is NaN
 */
export function rocAuc(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): number {
  requirePairs(yTrue, yPred);
  const positives = countPositives(yTrue);
  const negatives = yTrue.length - positives;
  if (positives === 0 || negatives === 0)
    throw new RangeError(`yTrue must hold both classes; received only ${positives === 0 ? 0 : 1}`);

  const order = rowsByScore(yPred);
  let positiveRanks = 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && yPred[order[end]!] === yPred[order[start]!]) end++;
    const sharedRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (yTrue[order[i]!] === 1) positiveRanks += sharedRank;
    start = end;
  }
  return (positiveRanks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function countPositives(yTrue: ArrayLike<number>): number {
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] !== 0 && yTrue[i] !== 1)
      throw new RangeError(`yTrue must hold only 0 and 1; received ${yTrue[i]} at ${i}`);
    positives += yTrue[i]!;
  }
  return positives;
}

function rowsByScore(scores: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i);
  for (let i = 0; i < scores.length; i++)
    if (Number.isNaN(scores[i])) throw new RangeError(`yPred must hold numbers; received NaN at ${i}`);
  return order.sort((a, b) => Math.sign(scores[a]! - scores[b]!));
}

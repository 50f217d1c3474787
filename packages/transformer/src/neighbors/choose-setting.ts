import { powers } from './neighbor-memory';

/** How neighbours are asked. */
export interface NeighborSetting {
  power: number;
  share: number;
}

/**
 * Chooses by the validation rows the power and the share that leave the least squared error. Where the network predicts
 * `f` and the neighbours say `m`, the best share is
 *
 *     λ = Σ (y − f)(m − f) / Σ (m − f)²        between 0 and 1
 *
 * Two numbers for all rows: weights of columns chosen as well fitted the validation rows and no others.
 *
 * @param truth scaled targets
 * @param predictions what the network makes of the rows, scaled likewise
 * @param recalled what the neighbours say of the rows, by power
 */
export function chooseSetting(
  truth: ArrayLike<number>,
  predictions: ArrayLike<number>,
  recalled: ReadonlyMap<number, ArrayLike<number>>,
): NeighborSetting {
  let best = { power: powers[0] as number, share: 0, error: Infinity };
  for (const [power, found] of recalled) {
    const share = bestShare(truth, predictions, found);
    const error = errorOf(truth, predictions, found, share);
    if (error < best.error) best = { power, share, error };
  }
  return { power: best.power, share: Math.fround(best.share) };
}

function bestShare(
  truth: ArrayLike<number>,
  predictions: ArrayLike<number>,
  found: ArrayLike<number>,
): number {
  let [product, square] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const gap = found[i]! - predictions[i]!;
    product += (truth[i]! - predictions[i]!) * gap;
    square += gap * gap;
  }
  return square > 0 ? Math.min(1, Math.max(0, product / square)) : 0;
}

function errorOf(
  truth: ArrayLike<number>,
  predictions: ArrayLike<number>,
  found: ArrayLike<number>,
  share: number,
): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const prediction = predictions[i]! + share * (found[i]! - predictions[i]!);
    sum += (truth[i]! - prediction) ** 2;
  }
  return sum;
}

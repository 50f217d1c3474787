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
  truth: Float32Array,
  predictions: Float32Array,
  recalled: ReadonlyMap<number, Float32Array>,
): NeighborSetting {
  let best = { power: powers[0] as number, share: 0, error: Infinity };
  for (const [power, found] of recalled) {
    const share = bestShare(truth, predictions, found);
    const error = errorOf(truth, predictions, found, share);
    if (error < best.error) best = { power, share, error };
  }
  return { power: best.power, share: Math.fround(best.share) };
}

function bestShare(truth: Float32Array, predictions: Float32Array, found: Float32Array): number {
  let [product, square] = [0, 0];
  truth.forEach((value, i) => {
    const gap = found[i]! - predictions[i]!;
    product += (value - predictions[i]!) * gap;
    square += gap * gap;
  });
  return square > 0 ? Math.min(1, Math.max(0, product / square)) : 0;
}

function errorOf(truth: Float32Array, predictions: Float32Array, found: Float32Array, share: number): number {
  return truth.reduce((sum, value, i) => {
    const prediction = predictions[i]! + share * (found[i]! - predictions[i]!);
    return sum + (value - prediction) ** 2;
  }, 0);
}

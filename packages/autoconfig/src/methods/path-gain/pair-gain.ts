import type { FeatureLevels } from './feature-levels';

/** What splitting on one feature below the other takes off the sum of squares. */
export interface PairGain {
  /** Unbiased: around 0 where the two do not interact, however many groups they have. */
  readonly gain: number;
  /** How much it varies by chance. */
  readonly deviation: number;
}

/**
 * The gain of a tree that splits on one feature and, below each of its groups, on the other: every cell predicts the
 * mean of its rows. Where the values r are what an additive model leaves, that is gain beyond what each gives alone.
 *
 * In sample each cell gains (Σr)²/n, of which Σr²/n is there by chance: that is its average over all flips of the
 * rows' signs. Without it Σ_{i≠j} rᵢrⱼ/n is left, which is 0 on average where rows that share a cell have no more in
 * common than others, whatever the noise's distribution. Its variance over flips is 2 Σ_{i≠j} rᵢ²rⱼ²/n².
 *
 * The search over all pairs is that of FAST (Lou, Caruana, Gehrke & Hooker 2013, "Accurate Intelligible Models with
 * Pairwise Interactions"), with cells instead of its four quadrants.
 */
export function pairGain(a: FeatureLevels, b: FeatureLevels, values: Float64Array): PairGain {
  const cells = new Float64Array(4 * a.count * b.count);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const square = value * value;
    const cell = 4 * (a.levels[row]! * b.count + b.levels[row]!);
    cells[cell]!++;
    cells[cell + 1]! += value;
    cells[cell + 2]! += square;
    cells[cell + 3]! += square * square;
  }
  let gain = 0;
  let variance = 0;
  for (let cell = 0; cell < cells.length; cell += 4) {
    const size = cells[cell]!;
    if (size < 2) continue;
    const squares = cells[cell + 2]!;
    gain += (cells[cell + 1]! ** 2 - squares) / size;
    variance += (2 * (squares ** 2 - cells[cell + 3]!)) / size ** 2;
  }
  return { gain, deviation: Math.sqrt(Math.max(0, variance)) };
}

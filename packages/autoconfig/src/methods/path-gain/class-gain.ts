import type { FeatureLevels } from './feature-levels';
import type { PairGain } from './pair-gain';

/**
 * `pairGain` of several values a row, summed over them: what is left of each class's indicator. Rows flip their signs
 * as a whole, so that the variance over flips is 2 Σ_{i≠j} (rᵢ·rⱼ)²/n².
 *
 * @param values for each class, one number a row
 */
export function classGain(a: FeatureLevels, b: FeatureLevels, values: readonly Float64Array[]): PairGain {
  const numClasses = values.length;
  // A cell's number of rows, the sum of |r|⁴, the sum r, and the upper half of the matrix Σ r rᵀ.
  const matrixAt = 2 + numClasses;
  const width = matrixAt + (numClasses * (numClasses + 1)) / 2;
  const cells = new Float64Array(width * a.count * b.count);
  const numRows = values[0]!.length;
  for (let row = 0; row < numRows; row++) {
    const cell = width * (a.levels[row]! * b.count + b.levels[row]!);
    let squares = 0;
    let place = cell + matrixAt;
    for (let k = 0; k < numClasses; k++) {
      const value = values[k]![row]!;
      squares += value * value;
      cells[cell + 2 + k]! += value;
      for (let l = k; l < numClasses; l++) cells[place++]! += value * values[l]![row]!;
    }
    cells[cell]!++;
    cells[cell + 1]! += squares * squares;
  }
  let gain = 0;
  let variance = 0;
  for (let cell = 0; cell < cells.length; cell += width) {
    const size = cells[cell]!;
    if (size < 2) continue;
    let ofSums = 0;
    let ofProducts = 0;
    let place = cell + matrixAt;
    for (let k = 0; k < numClasses; k++) {
      ofSums += cells[cell + 2 + k]! ** 2 - cells[place]!;
      for (let l = k; l < numClasses; l++) ofProducts += (l === k ? 1 : 2) * cells[place++]! ** 2;
    }
    gain += ofSums / size;
    variance += (2 * (ofProducts - cells[cell + 1]!)) / size ** 2;
  }
  return { gain, deviation: Math.sqrt(Math.max(0, variance)) };
}

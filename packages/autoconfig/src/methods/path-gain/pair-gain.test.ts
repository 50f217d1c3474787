import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { pairGain } from './pair-gain';

const random = createRandom(1);
const numRows = 400;
const draw = (count: number) => ({
  levels: Uint8Array.from({ length: numRows }, () => random.integer(count)),
  count,
});

describe('pairGain', () => {
  it('is the sum over pairs of rows that share a cell', () => {
    const [a, b] = [draw(3), draw(4)];
    const values = Float64Array.from({ length: numRows }, () => random.normal());
    const cellOf = (row: number) => 4 * a.levels[row]! + b.levels[row]!;
    let gain = 0;
    let variance = 0;
    for (let i = 0; i < numRows; i++)
      for (let j = 0; j < numRows; j++) {
        if (i === j || cellOf(i) !== cellOf(j)) continue;
        const size = a.levels.filter((_, row) => cellOf(row) === cellOf(i)).length;
        gain += (values[i]! * values[j]!) / size;
        variance += (2 * (values[i]! * values[j]!) ** 2) / size ** 2;
      }
    const found = pairGain(a, b, values);
    expect(found.gain).toBeCloseTo(gain, 9);
    expect(found.deviation).toBeCloseTo(Math.sqrt(variance), 9);
  });

  it('averages 0 over noise, few rows a cell or many, and varies as much as it says', () => {
    for (const count of [2, 12]) {
      const [a, b] = [draw(count), draw(count)];
      const ratios = Array.from({ length: 400 }, () => {
        const values = Float64Array.from({ length: numRows }, () => random.normal() ** 3);
        const { gain, deviation } = pairGain(a, b, values);
        return gain / deviation;
      });
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      const spread = Math.sqrt(ratios.reduce((sum, ratio) => sum + ratio * ratio, 0) / ratios.length);
      expect(Math.abs(mean)).toBeLessThan(0.15);
      expect(Math.abs(spread - 1)).toBeLessThan(0.15);
    }
  });
});

import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { classGain } from './class-gain';
import { pairGain } from './pair-gain';

const random = createRandom(1);
const numRows = 300;
const draw = (count: number) => ({
  levels: Uint8Array.from({ length: numRows }, () => random.integer(count)),
  count,
});
const normals = () => Float64Array.from({ length: numRows }, () => random.normal());

describe('classGain', () => {
  const [a, b] = [draw(3), draw(4)];

  it('is that of a pair where there is one value a row', () => {
    const values = normals();
    const [found, wanted] = [classGain(a, b, [values]), pairGain(a, b, values)];
    expect(found.gain).toBeCloseTo(wanted.gain, 9);
    expect(found.deviation).toBeCloseTo(wanted.deviation, 9);
  });

  it('is the sum over pairs of rows that share a cell, of the products of their values', () => {
    const values = [normals(), normals(), normals()];
    const cellOf = (row: number) => 4 * a.levels[row]! + b.levels[row]!;
    let gain = 0;
    let variance = 0;
    for (let i = 0; i < numRows; i++)
      for (let j = 0; j < numRows; j++) {
        if (i === j || cellOf(i) !== cellOf(j)) continue;
        const size = a.levels.filter((_, row) => cellOf(row) === cellOf(i)).length;
        const product = values.reduce((sum, ofClass) => sum + ofClass[i]! * ofClass[j]!, 0);
        gain += product / size;
        variance += (2 * product ** 2) / size ** 2;
      }
    const found = classGain(a, b, values);
    expect(found.gain).toBeCloseTo(gain, 9);
    expect(found.deviation).toBeCloseTo(Math.sqrt(variance), 9);
  });
});

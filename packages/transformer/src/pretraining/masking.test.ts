import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { CategoryCode, CellState, NUM_RESERVED_CODES, type EncodedRows } from '../encoding/encoded-rows';
import { maskCells } from './masking';

const numRows = 2000;
const rows: EncodedRows = {
  numRows,
  numeric: Float32Array.from({ length: numRows * 2 }, (_, i) => 1 + i),
  states: Int32Array.from({ length: numRows * 2 }, (_, i) =>
    i % 10 === 0 ? CellState.missing : CellState.present,
  ),
  categorical: Int32Array.from({ length: numRows }, (_, i) =>
    i % 10 === 0 ? CategoryCode.missing : NUM_RESERVED_CODES + (i % 3),
  ),
};

describe('maskCells', () => {
  const masked = maskCells(rows, 0.25, createRandom(1));

  it('hides cells that hold something, and marks exactly those as cells to guess', () => {
    masked.numericMask.forEach((hidden, i) => {
      expect(masked.rows.states[i]).toBe(hidden ? CellState.masked : rows.states[i]);
      expect(masked.rows.numeric[i]).toBe(hidden ? 0 : rows.numeric[i]);
      if (rows.states[i] === CellState.missing) expect(hidden).toBe(0);
    });
    masked.categoricalMask.forEach((hidden, i) => {
      expect(masked.rows.categorical[i]).toBe(hidden ? CategoryCode.masked : rows.categorical[i]);
      if (rows.categorical[i] === CategoryCode.missing) expect(hidden).toBe(0);
    });
  });

  it('hides as many as it is told to', () => {
    const share = (mask: Float32Array) => mask.reduce((sum, hidden) => sum + hidden, 0) / (0.9 * mask.length);
    expect(Math.abs(share(masked.numericMask) - 0.25)).toBeLessThan(0.03);
    expect(Math.abs(share(masked.categoricalMask) - 0.25)).toBeLessThan(0.04);
  });

  it('hides other cells every time, and leaves the rows alone', () => {
    const random = createRandom(1);
    const [first, second] = [maskCells(rows, 0.25, random), maskCells(rows, 0.25, random)];
    expect(first).toEqual(masked);
    expect(second.numericMask).not.toEqual(first.numericMask);
    expect(rows.numeric[0]).toBe(1);
    expect(rows.states.includes(CellState.masked)).toBe(false);
  });
});

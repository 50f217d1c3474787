import type { Random } from '@heph/data';
import { CategoryCode, CellState, takeRows, type EncodedRows } from '../encoding/encoded-rows';

/** Rows with some of their cells hidden, and which ones. */
export interface MaskedRows {
  /** What the network sees. */
  readonly rows: EncodedRows;
  /** 1 for every numeric cell that was hidden and has a value to guess. */
  readonly numericMask: Float32Array;
  /** 1 for every categorical cell that was hidden and has a category to guess. */
  readonly categoricalMask: Float32Array;
}

/** Hides each cell that holds something with the given probability. */
export function maskCells(original: EncodedRows, rate: number, random: Random): MaskedRows {
  const rows = copyOf(original);
  const numericMask = new Float32Array(rows.numeric.length);
  const categoricalMask = new Float32Array(rows.categorical.length);
  for (let i = 0; i < rows.numeric.length; i++) {
    if (rows.states[i] !== CellState.present || random.uniform() >= rate) continue;
    rows.states[i] = CellState.masked;
    rows.numeric[i] = 0;
    numericMask[i] = 1;
  }
  for (let i = 0; i < rows.categorical.length; i++) {
    if (rows.categorical[i] === CategoryCode.missing || random.uniform() >= rate) continue;
    rows.categorical[i] = CategoryCode.masked;
    categoricalMask[i] = 1;
  }
  return { rows, numericMask, categoricalMask };
}

function copyOf(rows: EncodedRows): EncodedRows {
  return takeRows(
    rows,
    Int32Array.from({ length: rows.numRows }, (_, i) => i),
  );
}

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

export interface MaskingOptions {
  /** Probability with which a cell is hidden. */
  maskRate: number;
  /** Share of the hidden cells that show what another row holds there, instead of showing that they are hidden. */
  swapShare: number;
}

/** Hides each cell that holds something with the given probability. */
export function maskCells(
  original: EncodedRows,
  { maskRate: rate, swapShare }: MaskingOptions,
  random: Random,
): MaskedRows {
  const rows = copyOf(original);
  const numericMask = new Float32Array(rows.numeric.length);
  const categoricalMask = new Float32Array(rows.categorical.length);
  for (let i = 0; i < rows.numeric.length; i++) {
    if (rows.states[i] !== CellState.present || random.uniform() >= rate) continue;
    numericMask[i] = 1;
    const other = swapPartner(i, original.numeric.length);
    if (other !== null && original.states[other] === CellState.present)
      rows.numeric[i] = original.numeric[other]!;
    else {
      rows.states[i] = CellState.masked;
      rows.numeric[i] = 0;
    }
  }
  for (let i = 0; i < rows.categorical.length; i++) {
    if (rows.categorical[i] === CategoryCode.missing || random.uniform() >= rate) continue;
    categoricalMask[i] = 1;
    const other = swapPartner(i, original.categorical.length);
    const isSwapped = other !== null && original.categorical[other] !== CategoryCode.missing;
    rows.categorical[i] = isSwapped ? original.categorical[other]! : CategoryCode.masked;
  }
  return { rows, numericMask, categoricalMask };

  /** The cell of the same column in a row at random; null where the cell is to show that it is hidden. */
  function swapPartner(cell: number, numCells: number): number | null {
    if (swapShare === 0 || random.uniform() >= swapShare) return null;
    const width = numCells / original.numRows;
    return random.integer(original.numRows) * width + (cell % width);
  }
}

function copyOf(rows: EncodedRows): EncodedRows {
  return takeRows(
    rows,
    Int32Array.from({ length: rows.numRows }, (_, i) => i),
  );
}

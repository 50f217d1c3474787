/** What a numeric cell is to the network. */
export const CellState = { present: 0, missing: 1, masked: 2 } as const;

/** How many learned tokens stand in for a numeric cell that has no value: missing and masked. */
export const NUM_CELL_TOKENS = 2;

/** The first codes of every categorical column; its categories follow. */
export const CategoryCode = { missing: 0, unknown: 1, masked: 2 } as const;

/** How many codes of a categorical column stand for no category of its vocabulary. */
export const NUM_RESERVED_CODES = 3;

/** A table as the network reads it: row-major arrays, one row of `width` cells after another. */
export interface EncodedRows {
  readonly numRows: number;
  /** Standardised values, 0 where missing: `[numRows, numNumeric]`. */
  readonly numeric: Float32Array;
  /** A `CellState` for each numeric cell: `[numRows, numNumeric]`. */
  readonly states: Int32Array;
  /** Codes within each column's vocabulary: `[numRows, numCategorical]`. */
  readonly categorical: Int32Array;
}

/** Copies the given rows into a new block. */
export function takeRows(rows: EncodedRows, indices: Int32Array): EncodedRows {
  return {
    numRows: indices.length,
    numeric: gather(rows.numeric, rows.numRows, indices),
    states: gather(rows.states, rows.numRows, indices),
    categorical: gather(rows.categorical, rows.numRows, indices),
  };
}

function gather<A extends Float32Array | Int32Array>(values: A, numRows: number, indices: Int32Array): A {
  const width = numRows === 0 ? 0 : values.length / numRows;
  const result = new (values.constructor as new (length: number) => A)(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * width;
    for (let j = 0; j < width; j++) result[i * width + j] = values[from + j]!;
  }
  return result;
}

/** Cells that stand for a missing value, in files to learn from and in files to predict; white space around them does not count. */
export const missingCells: readonly string[] = ['', 'NA', 'NaN', 'nan', 'null', '?'];

import { requireTexts } from '../options/require-text';

/** The columns that a line of names tells of. */
export interface HeaderNames {
  /** Without white space around them. */
  readonly names: readonly string[];
  /** How many cells at the start of each row belong to none of these: 1 where there is an index column, else 0. */
  readonly skipped: number;
}

/**
 * Reads a line of names. A first column without a name is the index that pandas and R write: it numbers rows and says
 * nothing of them, so it is left out, unless it is given a name.
 *
 * @param index what to call a first column without a name
 */
export function headerNames(cells: readonly string[], index: string | undefined): HeaderNames {
  requireTexts('cells', cells);
  const names = cells.map(cell => cell.trim());
  if (names[0] !== '' || names.length === 1) return { names, skipped: 0 };
  const others = names.slice(1);
  return index === undefined ? { names: others, skipped: 1 } : { names: [index, ...others], skipped: 0 };
}

import { classLabel, HephError, requireTarget, type Table } from '@heph/data';

/**
 * The classes of a target column, in ascending order: whole numbers by size, text by its characters. Labels are told
 * apart by {@link classLabel}; each class is spelled as the column has it, and where it has several spellings, by its label.
 *
 * @param isCounted whether a row may bring in a class; default: every row
 * @throws HephError `missing-column`; `invalid-data` if a row has no class, a number is not whole, or there are fewer than
 *   two classes
 */
export function fitClasses(
  table: Table,
  name: string,
  isCounted: (row: number) => boolean = () => true,
): string[] {
  const labels = new Map<string, Set<string>>();
  classNames(table, name).forEach((spelling, row) => {
    if (!isCounted(row)) return;
    const label = classLabel(spelling);
    const spellings = labels.get(label);
    if (spellings) spellings.add(spelling);
    else labels.set(label, new Set([spelling]));
  });
  const classes = Array.from(labels, ([label, spellings]) =>
    spellings.size === 1 ? [...spellings][0]! : label,
  );
  if (classes.length < 2)
    throw new HephError(
      'invalid-data',
      `column "${name}": expected at least two classes; found ${classes.length === 0 ? 'none' : `only "${classes[0]}"`}`,
    );
  return table.column(name).kind === 'numeric'
    ? classes.sort((a, b) => Number(a) - Number(b))
    : classes.sort();
}

/**
 * Each row's index in `classes`, by its label.
 *
 * @param isCounted whether a row's class must be known; the index of a row that need not is 0. Default: every row
 * @throws HephError `missing-column`; `invalid-data` naming the row of a class that `classes` lacks
 */
export function classIndices(
  table: Table,
  name: string,
  classes: readonly string[],
  isCounted: (row: number) => boolean = () => true,
): Int32Array {
  const indexOf = new Map(classes.map((className, index) => [classLabel(className), index]));
  const known = new Map<string, number | undefined>();
  return Int32Array.from(classNames(table, name), (spelling, row) => {
    if (!known.has(spelling)) known.set(spelling, indexOf.get(classLabel(spelling)));
    const index = known.get(spelling);
    if (index !== undefined) return index;
    if (!isCounted(row)) return 0;
    throw unexpected(name, row, `one of the classes ${listed(classes)}`, `"${spelling}"`);
  });
}

/** Whether a value read from a file is a list of at least two distinct classes. */
export function isClasses(value: unknown): value is string[] {
  const areTexts = Array.isArray(value) && value.every(item => typeof item === 'string');
  return areTexts && value.length >= 2 && new Set(value).size === value.length;
}

/** The index of the largest; of equals, the first. */
export function mostProbable(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < probabilities.length; k++) if (probabilities[k]! > probabilities[best]!) best = k;
  return best;
}

/** Every row's class, as the column spells it. */
function classNames(table: Table, name: string): string[] {
  const column = table.column(name);
  if (column.kind === 'categorical')
    return Array.from(column.codes, (code, row) => {
      const className = column.categories[code];
      if (className === undefined) throw unexpected(name, row, 'a class', 'a missing value');
      return className;
    });
  return Array.from(requireTarget(table, name).values, (value, row) => {
    if (!Number.isInteger(value))
      throw unexpected(name, row, 'a class (text, a boolean or an integer)', String(value));
    return classLabel(value);
  });
}

function unexpected(name: string, row: number, expected: string, found: string): HephError {
  return new HephError(
    'invalid-data',
    `column "${name}", row ${row + 1}: expected ${expected}; found ${found}`,
  );
}

function listed(classes: readonly string[]): string {
  const shown = classes.slice(0, 10).join(', ');
  return classes.length > 10 ? `[${shown}, … ${classes.length} in all]` : `[${shown}]`;
}

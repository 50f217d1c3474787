import { HephError, requireTarget, type Table } from '@heph/data';

/** What a classifier knows of its target column. */
export interface Classes {
  /** Names in ascending order: numbers by size, text by its characters. */
  readonly classes: readonly string[];
}

/**
 * The classes that occur in a column of text, booleans or integers.
 *
 * @throws HephError `invalid-data` if there are fewer than two, or a row has none; `missing-column`
 */
export function fitClasses(table: Table, name: string): Classes {
  const distinct = [...new Set(classNames(table, name))];
  const classes =
    table.column(name).kind === 'numeric' ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
  if (classes.length < 2)
    throw new HephError(
      'invalid-data',
      `column "${name}": expected at least two classes to tell apart; found only "${classes[0]}"`,
    );
  return { classes };
}

/**
 * The place in `classes` of each row's class.
 *
 * @throws HephError `invalid-data` naming the row of a class that training did not have
 */
export function classPlaces(table: Table, name: string, { classes }: Classes): Int32Array {
  const places = new Map(classes.map((className, place) => [className, place]));
  return Int32Array.from(classNames(table, name), (className, row) => {
    const place = places.get(className);
    if (place === undefined)
      throw new HephError(
        'invalid-data',
        `column "${name}", row ${row + 1}: expected one of the classes ${listed(classes)}; found "${className}"`,
      );
    return place;
  });
}

/** Whether a value read from a file is a list of at least two distinct classes. */
export function isClasses(value: unknown): value is Classes {
  if (typeof value !== 'object' || value === null) return false;
  const { classes } = value as Record<string, unknown>;
  if (!Array.isArray(classes) || !classes.every(item => typeof item === 'string')) return false;
  return classes.length >= 2 && new Set(classes).size === classes.length;
}

/** Every row's class as text. */
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
    return String(value);
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

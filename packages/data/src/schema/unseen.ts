import type { Column } from '../table/column';
import type { UnseenValue } from './warnings';

/** The place of a row without a category, and of one whose category training never had. */
export const NO_CATEGORY = { missing: -1, unseen: -2 } as const;

/** Rows of a column whose categories training never had. */
export interface UnseenCategories {
  readonly column: string;
  readonly rows: number;
  /** The categories, each with how many rows have it, the most frequent first. */
  readonly values: readonly UnseenValue[];
}

/** @param places of each row's category among those of training, as `placesAmong` gives them */
export function countUnseen(column: Column, places: Int32Array): UnseenCategories {
  const counts = new Map<string, number>();
  let rows = 0;
  for (let row = 0; row < places.length; row++) {
    if (places[row] !== NO_CATEGORY.unseen) continue;
    rows++;
    const value = String(column.get(row));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].map(([value, ofValue]) => ({ value, rows: ofValue }));
  return { column: column.name, rows, values: values.sort((a, b) => b.rows - a.rows) };
}

const mostNamed = 3;

export function unseenMessage({ column, rows, values }: UnseenCategories): string {
  const named = values.slice(0, mostNamed).map(({ value }) => JSON.stringify(value));
  const more = values.length > mostNamed ? `, … ${values.length} in all` : '';
  const have = rows === 1 ? '1 row has a category' : `${rows} rows have categories`;
  return `column "${column}": ${have} that training never had (${named.join(', ')}${more})`;
}

import { categoryMatcher } from '../labels/category-matcher';
import { describeValue } from '../options/describe-value';
import type { Column } from '../table/column';
import { isColumn } from '../table/encode';
import { countUnseen, NO_CATEGORY, unseenMessage } from './unseen';
import { isListenedTo, warn } from './warnings';

/**
 * For each row the place of its category among those of training, or one of {@link NO_CATEGORY}. Spellings of one value
 * are one category (`1.0` and `1`, `True` and `true`), numbers are their shortest text. Who listens to warnings is told of
 * categories that training never had.
 */
export function categoryPlaces(column: Column, known: readonly string[]): Int32Array {
  const places = placesAmong(column, known);
  if (isListenedTo() && places.includes(NO_CATEGORY.unseen)) {
    const unseen = countUnseen(column, places);
    warn({ code: 'unseen-categories', message: unseenMessage(unseen), ...unseen });
  }
  return places;
}

/** As {@link categoryPlaces}, and nobody is told. */
export function placesAmong(column: Column, known: readonly string[]): Int32Array {
  if (!isColumn(column)) throw new TypeError(`column must be a column; received ${describeValue(column)}`);
  const placeOf = categoryMatcher(known);
  const places = new Int32Array(column.length);
  const place = (category: string) => {
    const found = placeOf(category);
    return found < 0 ? NO_CATEGORY.unseen : found;
  };
  if (column.kind === 'categorical') {
    const { codes } = column;
    const placeOfCode = Int32Array.from(column.categories, place);
    for (let row = 0; row < places.length; row++)
      places[row] = codes[row]! < 0 ? NO_CATEGORY.missing : placeOfCode[codes[row]!]!;
  } else {
    const { values } = column;
    for (let row = 0; row < places.length; row++)
      places[row] = Number.isNaN(values[row]) ? NO_CATEGORY.missing : place(String(values[row]));
  }
  return places;
}

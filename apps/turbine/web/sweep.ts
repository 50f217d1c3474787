import type { RowValues } from '../src/prediction/row-decoder';
import type { ColumnProfile } from '../src/training/column-profile';
import { inOrder } from './category-control';

const places = 61;
const mostCategories = 40;

/** The values a column takes on its way from end to end: evenly spaced numbers, or its most frequent categories. */
export function sweepValues(profile: ColumnProfile): (number | string)[] {
  if (profile.kind === 'categorical')
    return inOrder(profile.categories.slice(0, mostCategories).map(({ value }) => value));
  const { min, max } = profile;
  if (min === max) return [min];
  return Array.from({ length: places }, (_, i) => min + ((max - min) * i) / (places - 1));
}

/** The row with each of these values in a column, all else as it is. */
export function sweepRows(
  point: RowValues,
  column: number,
  values: readonly (number | string)[],
): RowValues[] {
  return values.map(value => point.map((own, i) => (i === column ? value : own)));
}

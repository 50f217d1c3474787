import type { ColumnProfile } from '../src/training/column-profile';

/** Values that stand for what the training rows had in a column; the weights sum to 1. */
export interface TypicalValues {
  readonly values: readonly (number | string | null)[];
  readonly weights: readonly number[];
}

/**
 * For a column by itself: the 5%, 25%, 50%, 75% and 95% quantiles in equal parts, or the five most frequent categories,
 * weighted by their rows.
 */
export function typicalValues(profile: ColumnProfile): TypicalValues {
  return profile.kind === 'numeric'
    ? equally(profile.quantiles.slice(1, 6))
    : weighted(profile.categories.slice(0, 5));
}

/** For pairs, of which there are many: the quartiles, or the three most frequent categories. */
export function coarseValues(profile: ColumnProfile): TypicalValues {
  return profile.kind === 'numeric'
    ? equally(profile.quantiles.slice(2, 5))
    : weighted(profile.categories.slice(0, 3));
}

function equally(values: readonly number[]): TypicalValues {
  return { values, weights: values.map(() => 1 / values.length) };
}

function weighted(categories: readonly { readonly value: string; readonly rows: number }[]): TypicalValues {
  if (categories.length === 0) return { values: [null], weights: [1] };
  const total = categories.reduce((sum, { rows }) => sum + rows, 0);
  return {
    values: categories.map(({ value }) => value),
    weights: categories.map(({ rows }) => rows / total),
  };
}

import { quantile, type Column, type ColumnSchema, type Table } from '@heph/data';

/** What the training rows had in a column of numbers. */
export interface NumericProfile {
  readonly name: string;
  readonly kind: 'numeric';
  /** Rows without a value. */
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Values at the shares of {@link quantileShares}. */
  readonly quantiles: readonly number[];
}

/** What the training rows had in a column of categories. */
export interface CategoricalProfile {
  readonly name: string;
  readonly kind: 'categorical';
  readonly missing: number;
  /** The most frequent first. */
  readonly categories: readonly { readonly value: string; readonly rows: number }[];
}

export type ColumnProfile = NumericProfile | CategoricalProfile;

export const quantileShares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** The column as tables are read like it. */
export function columnSchema(column: ColumnProfile): ColumnSchema {
  const { name, kind } = column;
  if (kind === 'numeric') return { name, kind };
  return { name, kind, categories: column.categories.map(({ value }) => value) };
}

/** A profile for each column, in order. */
export function profileColumns(table: Table): ColumnProfile[] {
  return table.columnNames.map(name => profile(table.column(name)));
}

function profile(column: Column): ColumnProfile {
  const { name } = column;
  if (column.kind === 'categorical') {
    const counts = new Map<number, number>();
    for (const code of column.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const missing = counts.get(-1) ?? 0;
    counts.delete(-1);
    const categories = [...counts]
      .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || a - b)
      .map(([code, rows]) => ({ value: column.categories[code]!, rows }));
    return { name, kind: 'categorical', missing, categories };
  }
  const sorted = Float64Array.from(column.values)
    .filter(value => !Number.isNaN(value))
    .sort();
  // A column without any value still has a profile that JSON can hold.
  const values = sorted.length > 0 ? sorted : Float64Array.of(0);
  return {
    name,
    kind: 'numeric',
    missing: column.length - sorted.length,
    min: values[0]!,
    max: values.at(-1)!,
    mean: values.reduce((sum, value) => sum + value / values.length, 0),
    quantiles: quantileShares.map(share => quantile(values, share)),
  };
}

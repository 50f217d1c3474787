import { Table } from '@heph/data';
import type { ColumnProfile } from '../training/column-profile';
import type { RowValues } from './row-decoder';

/** Rows as the table that a model with these columns predicts from. */
export function tableOf(profiles: readonly ColumnProfile[], rows: readonly RowValues[]): Table {
  const columns = profiles.map((profile, i) => {
    if (profile.kind === 'numeric')
      return [profile.name, [0, ...rows.map(row => row[i] as number | null)]] as const;
    const known = profile.categories[0]?.value ?? '';
    return [profile.name, [known, ...rows.map(row => row[i] as string | null)]] as const;
  });
  // The first row is there only to keep the kind of a column in which no row has a value.
  return Table.fromColumns(Object.fromEntries(columns)).slice(1);
}

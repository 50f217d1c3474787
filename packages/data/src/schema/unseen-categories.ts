import { schemaOf, type HasSchema } from '../table/column-schema';
import { requireTable } from '../table/require-table';
import type { Table } from '../table/table';
import { placesAmong } from './category-places';
import { countUnseen, type UnseenCategories } from './unseen';

/**
 * What a table has in its columns of categories that a model has never seen, by column; none where all is known. A model
 * predicts such rows too, but knows nothing of these cells. The same is told by `onWarning` while a model predicts.
 *
 * @param table rows to predict; columns that it lacks are left out
 * @param like a fitted model, a configuration, or the training rows
 */
export function unseenCategories(table: Table, like: HasSchema): UnseenCategories[] {
  requireTable('table', table);
  return schemaOf('like', like).flatMap(known => {
    if (known.kind === 'numeric' || !table.has(known.name)) return [];
    const column = table.column(known.name);
    const unseen = countUnseen(column, placesAmong(column, known.categories));
    return unseen.rows > 0 ? [unseen] : [];
  });
}

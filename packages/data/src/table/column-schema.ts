import { describeValue } from '../options/describe-value';
import type { Column } from './column';

/** A column as a table or a model knows it: its kind and, of a categorical one, the categories that occurred. */
export type ColumnSchema =
  | { readonly name: string; readonly kind: 'numeric' }
  | { readonly name: string; readonly kind: 'categorical'; readonly categories: readonly string[] };

/** What knows columns: a `Table`, a configuration, a fitted model. */
export interface HasSchema {
  readonly schema: readonly ColumnSchema[];
}

/** What is known of a column; categories that no row has are left out. */
export function columnSchema(column: Column): ColumnSchema {
  const { name, kind } = column;
  if (kind === 'numeric') return { name, kind };
  const used = new Set(column.codes);
  return { name, kind, categories: column.categories.filter((_, code) => used.has(code)) };
}

/**
 * The columns that something knows.
 *
 * @param name what a message calls it
 * @throws TypeError if it is none that knows columns
 */
export function schemaOf(name: string, value: HasSchema): readonly ColumnSchema[] {
  const schema: unknown = (value as Partial<HasSchema> | null | undefined)?.schema;
  if (!Array.isArray(schema))
    throw new TypeError(
      `${name} must be a table, a configuration or a fitted model; received ${describeValue(value)}`,
    );
  return schema as readonly ColumnSchema[];
}

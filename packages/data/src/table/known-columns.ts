import type { ColumnKind } from './column';
import { schemaOf, type HasSchema } from './column-schema';

/** What is known of columns before their values are read. */
export interface ColumnOptions {
  /**
   * A table, a configuration or a fitted model whose kinds of columns hold here too. A column of categories takes over
   * their spelling: `1.0` is read as the `1`, `True` as the `true`, that there was in training. Columns that are not there
   * are no fault, and neither are others.
   */
  like?: HasSchema | undefined;
  /** Kinds of columns by name, for those whose values shall not decide; they go before those of `like`. */
  columns?: Readonly<Record<string, ColumnKind>> | undefined;
}

/** The names of {@link ColumnOptions}. */
export const columnOptionNames = { like: true, columns: true } as const;

/** {@link ColumnOptions}, checked and put in order. */
export interface KnownColumns {
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  /** The columns that have to be there. */
  readonly required: readonly string[];
  /** The categories of `like`, whose spelling is taken over. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
}

/** @throws TypeError if `like` knows no columns, or a kind is none */
export function knownColumns({ like, columns = {} }: ColumnOptions): KnownColumns {
  const declared = declaredKinds(columns);
  const schema = like === undefined ? [] : schemaOf('like', like);
  const kinds = new Map<string, ColumnKind>(schema.map(({ name, kind }) => [name, kind]));
  for (const [name, kind] of declared) kinds.set(name, kind);
  const categories = new Map(
    schema.flatMap(column =>
      column.kind === 'categorical' && kinds.get(column.name) === 'categorical'
        ? [[column.name, column.categories] as const]
        : [],
    ),
  );
  return { kinds, required: [...declared.keys()], categories };
}

function declaredKinds(columns: Readonly<Record<string, ColumnKind>>): Map<string, ColumnKind> {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw new TypeError("columns must be kinds by name, such as { year: 'categorical' }");
  const kinds = new Map(Object.entries(columns));
  for (const [name, kind] of kinds)
    if (kind !== 'numeric' && kind !== 'categorical')
      throw new TypeError(`columns["${name}"] must be 'numeric' or 'categorical'; received ${String(kind)}`);
  return kinds;
}

import { checkOptions, type ColumnSchema, HephError, requireTable, type Table } from '@heph/data';

/** What `SingleRowConfig.toJSON` writes. */
export interface SingleRowConfigJSON {
  target: string | null;
  numericColumns: string[];
  categoricalColumns: string[];
  categories: Record<string, string[]>;
  /** Only where it is true. */
  categoricalTarget?: true;
}

export interface GenerateOptions {
  /** The column to predict; left out of the features. */
  target?: string;
  /** Columns to read as categories although they hold numbers, such as a year or a code; the target may be one. */
  categorical?: readonly string[];
}

/**
 * Which columns of a table a model reads, how it reads each, and what it predicts.
 *
 * Numeric columns are read as quantities, all others as categories; the categories seen in the table become the
 * column's vocabulary. The order of the columns here is the order of the model's tokens.
 *
 * @example
 * const config = SingleRowConfig.generate(train, { target: 'price', categorical: ['year'] });
 */
export class SingleRowConfig {
  readonly target: string | null;
  readonly numericColumns: readonly string[];
  readonly categoricalColumns: readonly string[];
  /** The vocabulary of each categorical column, in the order of the table's dictionary. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  /** Whether the target is classes: a column of text or booleans, or called categorical. */
  readonly categoricalTarget: boolean;

  constructor(json: SingleRowConfigJSON) {
    this.target = json.target;
    this.numericColumns = [...json.numericColumns];
    this.categoricalColumns = [...json.categoricalColumns];
    this.categories = Object.fromEntries(
      json.categoricalColumns.map(name => [name, [...(json.categories[name] ?? [])]]),
    );
    this.categoricalTarget = json.categoricalTarget ?? false;
  }

  /**
   * Reads the roles of the columns off a table (the training rows, so that nothing of the test rows enters).
   *
   * @throws HephError `missing-column` if the target or a categorical column is not in the table;
   *   `invalid-data` if no feature is left.
   */
  static generate(table: Table, options: GenerateOptions = {}): SingleRowConfig {
    checkOptions('SingleRowConfig.generate', options, { target: true, categorical: true });
    requireTable('table', table);
    const { target, categorical = [] } = options;
    if (target !== undefined) table.column(target);
    for (const name of categorical) table.column(name);
    const features = table.columnNames.filter(name => name !== target);
    if (features.length === 0)
      throw new HephError('invalid-data', 'expected at least one column besides the target; received none');
    const isCategorical = (name: string) =>
      categorical.includes(name) || table.column(name).kind === 'categorical';
    const categoricalColumns = features.filter(isCategorical);
    return new SingleRowConfig({
      target: target ?? null,
      numericColumns: features.filter(name => !isCategorical(name)),
      categoricalColumns,
      categories: Object.fromEntries(categoricalColumns.map(name => [name, categoriesOf(table, name)])),
      ...(target !== undefined && isCategorical(target) && { categoricalTarget: true }),
    });
  }

  /** Every feature in token order: numeric columns first, then categorical ones. */
  get features(): readonly string[] {
    return [...this.numericColumns, ...this.categoricalColumns];
  }

  /** The columns of the features: `parseCsv(text, { like: config })` reads the next file like them. */
  get schema(): ColumnSchema[] {
    return [
      ...this.numericColumns.map(name => ({ name, kind: 'numeric' as const })),
      ...this.categoricalColumns.map(name => ({
        name,
        kind: 'categorical' as const,
        categories: this.categories[name] ?? [],
      })),
    ];
  }

  toJSON(): SingleRowConfigJSON {
    return {
      target: this.target,
      numericColumns: [...this.numericColumns],
      categoricalColumns: [...this.categoricalColumns],
      categories: Object.fromEntries(
        Object.entries(this.categories).map(([name, values]) => [name, [...values]]),
      ),
      ...(this.categoricalTarget && { categoricalTarget: true }),
    };
  }

  /** @throws HephError `invalid-file` if `json` is not what `toJSON` writes. */
  static fromJSON(json: unknown): SingleRowConfig {
    if (!isConfigJSON(json))
      throw new HephError(
        'invalid-file',
        'expected a SingleRowConfig: { target, numericColumns, categoricalColumns, categories }',
      );
    return new SingleRowConfig(json);
  }
}

/** @throws TypeError unless the value can be read as a configuration */
export function requireConfig(name: string, value: unknown): asserts value is SingleRowConfig {
  const { numericColumns, categoricalColumns, categories } = (value ?? {}) as Partial<SingleRowConfig>;
  if (isStrings(numericColumns) && isStrings(categoricalColumns) && typeof categories === 'object') return;
  const received =
    typeof value === 'object' && value !== null
      ? `an object with [${Object.keys(value).join(', ')}]`
      : String(value);
  throw new TypeError(`${name} must be a SingleRowConfig, as generate(table) gives; received ${received}`);
}

/** The distinct values of a column as text, sorted: numbers by size, words by code point. */
function categoriesOf(table: Table, name: string): string[] {
  const column = table.column(name);
  if (column.kind === 'categorical') {
    const used = new Set(column.codes);
    return column.categories.filter((_, code) => used.has(code)).sort();
  }
  const distinct = Array.from(new Set(column.values)).filter(value => !Number.isNaN(value));
  return distinct.sort((a, b) => a - b).map(String);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function isConfigJSON(json: unknown): json is SingleRowConfigJSON {
  if (typeof json !== 'object' || json === null) return false;
  const { target, numericColumns, categoricalColumns, categories, categoricalTarget } = json as Record<
    string,
    unknown
  >;
  return (
    (target === null || typeof target === 'string') &&
    isStrings(numericColumns) &&
    isStrings(categoricalColumns) &&
    typeof categories === 'object' &&
    categories !== null &&
    (categoricalTarget === undefined || categoricalTarget === true) &&
    categoricalColumns.every(
      name => Object.hasOwn(categories, name) && isStrings((categories as Record<string, unknown>)[name]),
    )
  );
}

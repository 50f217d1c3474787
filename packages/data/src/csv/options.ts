import type { ColumnKind } from '../table/column';

/** How CSV text is read. */
export interface CsvOptions {
  /** What separates cells; default `','`. */
  delimiter?: string;
  /** Whether the first line names the columns; default true. Without, they are `column1`, `column2`, … */
  header?: boolean;
  /**
   * Kinds of columns by name, for those whose cells shall not decide. A column that is not declared is numeric if
   * every cell in it is a number or missing, otherwise categorical.
   */
  columns?: Readonly<Record<string, ColumnKind>>;
  /** Cells that stand for a missing value; default `''`, `'NA'`, `'NaN'`, `'nan'`, `'null'`, `'?'`. White space around them does not count. */
  missingValues?: readonly string[];
  /** What messages call the text; default `'CSV'`, or the file's name. */
  source?: string;
}

/** The options with every default filled in. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly header: boolean;
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly missing: ReadonlySet<string>;
}

const defaultMissingValues = ['', 'NA', 'NaN', 'nan', 'null', '?'];

/** @throws TypeError if an option is of no use */
export function csvDialect(options: CsvOptions): CsvDialect {
  const { delimiter = ',', header = true, columns = {}, missingValues = defaultMissingValues } = options;
  if (typeof delimiter !== 'string' || delimiter === '' || /["\r\n\ufeff]/.test(delimiter))
    throw new TypeError(
      `delimiter must be text without quotes or line ends; received ${JSON.stringify(delimiter)}`,
    );
  const kinds = new Map(Object.entries(columns));
  for (const [name, kind] of kinds)
    if (kind !== 'numeric' && kind !== 'categorical')
      throw new TypeError(`columns["${name}"] must be 'numeric' or 'categorical'; received ${String(kind)}`);
  return { delimiter, header, kinds, missing: new Set(missingValues.map(value => value.trim())) };
}

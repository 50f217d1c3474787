import { checkOptions } from '../options/check-options';
import {
  columnOptionNames,
  knownColumns,
  type ColumnOptions,
  type KnownColumns,
} from '../table/known-columns';
import { cellOptionNames, CellReader, type CellOptions } from './cell-reader';
import type { Cutting } from './csv-cutter';

/** How CSV text is read. */
export interface CsvOptions extends CellOptions, ColumnOptions {
  /** What separates cells. Default: guessed from the first lines, `','`, `';'`, a tab or `'|'`. */
  delimiter?: string | undefined;
  /** Whether the first line names the columns; default true. Without, they are `column1`, `column2`, … */
  header?: boolean | undefined;
  /** What to call a first column without a name, which is an index, as pandas writes it. Default: it is left out. */
  index?: string | undefined;
  /** What a line begins with that is a comment, such as `'#'`. Default: there are none. */
  comment?: string | undefined;
  /**
   * Kinds of columns by name, for those whose cells shall not decide; they go before those of `like`. A column that is not
   * declared is numeric if every cell in it is a number or missing and none is a name made of digits (`01234`, `1e2` beside
   * `100`, a whole number beyond 2⁵³); otherwise it is categorical.
   */
  columns?: ColumnOptions['columns'];
  /** What messages call the text; default `'CSV'`, or the file's name. */
  source?: string | undefined;
}

/** The names of {@link CsvOptions}. */
export const csvOptionNames = {
  ...cellOptionNames,
  ...columnOptionNames,
  delimiter: true,
  header: true,
  index: true,
  comment: true,
  source: true,
} as const;

/** The options with every default filled in. */
export interface CsvDialect extends Cutting, KnownColumns {
  readonly header: boolean;
  readonly index: string | undefined;
  readonly cells: CellReader;
}

/**
 * @param owner what takes the options, as a message names it
 * @throws TypeError if an option does not exist or is of no use
 */
export function csvDialect(owner: string, options: CsvOptions): CsvDialect {
  checkOptions<CsvOptions>(owner, options, csvOptionNames);
  const { header = true, index, missingValues, decimal, thousands } = options;
  if (typeof header !== 'boolean')
    throw new TypeError(`header must be a boolean; received ${String(header)}`);
  if (index !== undefined && (typeof index !== 'string' || index.trim() === ''))
    throw new TypeError(`index must be a column's name; received ${JSON.stringify(index)}`);
  return {
    ...cuttingOf(options),
    ...knownColumns(options),
    header,
    index,
    cells: new CellReader({ missingValues, decimal, thousands }),
  };
}

/** @throws TypeError if what separates cells, or begins a comment, is of no use */
export function cuttingOf({
  delimiter,
  comment,
  decimal,
}: Pick<CsvOptions, 'delimiter' | 'comment' | 'decimal'>): Cutting {
  if (delimiter !== undefined && (!isText(delimiter) || /["\r\n\ufeff]/.test(delimiter)))
    throw new TypeError(
      `delimiter must be text without quotes or line ends; received ${JSON.stringify(delimiter)}`,
    );
  if (comment !== undefined && (!isText(comment) || /["\r\n\ufeff]/.test(comment) || comment === delimiter))
    throw new TypeError(
      `comment must be text without quotes or line ends, and no delimiter; received ${JSON.stringify(comment)}`,
    );
  return { delimiter, comment, fallback: decimal === ',' ? ';' : ',' };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

import type { HephError } from '../errors';
import type { Column, ColumnKind } from '../table/column';
import { CategoricalBuilder, NumericBuilder } from '../table/column-builders';
import { csvError, quoted } from './csv-error';

const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^[+-]?inf(?:inity)?$/i;

/**
 * One column of CSV text as it is read. It starts out numeric unless declared otherwise, and becomes
 * categorical at the first cell that is no number. If numbers came before that cell, their text is gone
 * ("1.50" was read as 1.5): then `mustReadAgain` asks for a second reading with the kind known from the start.
 */
export class CsvColumn {
  private builder: NumericBuilder | CategoricalBuilder;
  private hasNumbers = false;
  private infiniteCell: HephError | undefined;
  private isTextAfterNumbers = false;

  constructor(
    readonly name: string,
    private readonly declared: ColumnKind | undefined,
    private readonly missing: ReadonlySet<string>,
  ) {
    this.builder = declared === 'categorical' ? new CategoricalBuilder() : new NumericBuilder();
  }

  /** Whether this turned out to be text only after numbers had been read. */
  get mustReadAgain(): boolean {
    return this.isTextAfterNumbers;
  }

  /**
   * Adds a cell.
   * @throws HephError `invalid-csv` if the column is declared numeric and the cell is no finite number
   */
  add(cell: string, source: string, line: number): void {
    if (this.isTextAfterNumbers) return;
    const trimmed = cell.trim();
    const isMissing = this.missing.has(trimmed);
    if (this.builder instanceof CategoricalBuilder) this.builder.add(isMissing ? null : cell);
    else if (isMissing) this.builder.add(NaN);
    else this.addNumber(this.builder, cell, trimmed, source, line);
  }

  /** @throws HephError `invalid-csv` if the column is numeric but for an infinite cell */
  finish(): Column {
    if (this.infiniteCell && this.builder instanceof NumericBuilder) throw this.infiniteCell;
    return this.builder.finish(this.name);
  }

  private addNumber(
    builder: NumericBuilder,
    cell: string,
    trimmed: string,
    source: string,
    line: number,
  ): void {
    const value = decimalNumber.test(trimmed) ? Number(trimmed) : NaN;
    if (Number.isFinite(value)) {
      builder.add(value);
      this.hasNumbers = true;
    } else if (this.declared === 'numeric') throw this.notANumber(cell, source, line);
    else if (!Number.isNaN(value) || infinity.test(trimmed)) {
      // An error in a column of numbers, but an ordinary text if the column turns out to be text.
      builder.add(NaN);
      this.hasNumbers = true;
      this.infiniteCell ??= this.notANumber(cell, source, line);
    } else this.becomeText(builder.length, cell);
  }

  private becomeText(numMissing: number, cell: string): void {
    if (this.hasNumbers) {
      this.isTextAfterNumbers = true;
      return;
    }
    this.builder = new CategoricalBuilder();
    for (let row = 0; row < numMissing; row++) this.builder.add(null);
    this.builder.add(cell);
  }

  private notANumber(text: string, source: string, line: number): HephError {
    const place = { source, line, column: this.name };
    return csvError(place, `expected a finite number; found ${quoted(text)}`);
  }
}

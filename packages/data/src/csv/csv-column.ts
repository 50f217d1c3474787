import type { HephError } from '../errors';
import type { Column, ColumnKind } from '../table/column';
import { CategoricalBuilder, NumericBuilder } from '../table/column-builders';
import { respelled } from '../table/respelled';
import type { CellReader } from './cell-reader';
import { csvError, quoted } from './csv-error';
import { NumberNames } from './number-names';

/**
 * One column of CSV text as it is read. It starts out numeric unless declared otherwise, and becomes
 * categorical at the first cell that is no number. If numbers came before that cell, their text is gone
 * ("1.50" was read as 1.5): then `mustReadAgain` asks for a second reading with the kind known from the start.
 */
export class CsvColumn {
  private builder: NumericBuilder | CategoricalBuilder;
  private readonly names = new NumberNames();
  private hasNumbers = false;
  private infiniteCell: HephError | undefined;
  private isTextAfterNumbers = false;

  /** @param categories known ones, whose spelling is taken over */
  constructor(
    readonly name: string,
    private readonly declared: ColumnKind | undefined,
    private readonly cells: CellReader,
    private readonly categories: readonly string[] | undefined,
  ) {
    this.builder = declared === 'categorical' ? new CategoricalBuilder() : new NumericBuilder();
  }

  /** Whether this turned out to be text only after numbers had been read. */
  get mustReadAgain(): boolean {
    return (
      this.isTextAfterNumbers ||
      (this.declared === undefined && this.builder instanceof NumericBuilder && this.names.areNames)
    );
  }

  /**
   * Adds a cell.
   * @throws HephError `invalid-csv` if the column is declared numeric and the cell is no finite number
   */
  add(cell: string, source: string, line: number): void {
    if (this.isTextAfterNumbers) return;
    const trimmed = cell.trim();
    if (this.builder instanceof CategoricalBuilder)
      return this.builder.add(this.cells.isMissing(trimmed) ? null : cell);
    const text = this.cells.decimalText(trimmed);
    const value = text === '' ? NaN : Number(text);
    if (Number.isFinite(value)) {
      if (this.declared === undefined && this.names.see(text, value))
        this.becomeText(this.builder.length, cell);
      else {
        this.builder.add(value);
        this.hasNumbers = true;
      }
    } else if (text === '' && this.cells.isMissing(trimmed)) this.builder.add(NaN);
    else this.addOther(this.builder, cell, source, line);
  }

  /** @throws HephError `invalid-csv` if the column is numeric but for an infinite cell */
  finish(): Column {
    if (this.builder instanceof CategoricalBuilder) {
      const column = this.builder.finish(this.name);
      return this.categories === undefined ? column : respelled(column, this.categories);
    }
    if (this.infiniteCell) throw this.infiniteCell;
    return this.builder.finish(this.name);
  }

  private addOther(builder: NumericBuilder, cell: string, source: string, line: number): void {
    if (this.declared === 'numeric') throw this.notANumber(cell, source, line);
    if (Number.isNaN(this.cells.numberIn(cell))) this.becomeText(builder.length, cell);
    else {
      // An error in a column of numbers, but an ordinary text if the column turns out to be text.
      builder.add(NaN);
      this.hasNumbers = true;
      this.infiniteCell ??= this.notANumber(cell, source, line);
    }
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

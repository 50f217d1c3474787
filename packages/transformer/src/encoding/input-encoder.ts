import { HephError, type Column, type Table } from '@heph/data';
import type { SingleRowConfig } from '../config/single-row-config';
import { fitScaling, scaler, type ColumnScaling, type NumericScaling } from './column-scaling';
import { CategoryCode, CellState, NUM_RESERVED_CODES, type EncodedRows } from './encoded-rows';

/** What an `InputEncoder` has learned from the training rows. */
export interface InputEncoderState {
  /** How each numeric column is scaled. */
  standardizations: ColumnScaling[];
  /** For each categorical column, which categories of its vocabulary occurred in the training rows. */
  seen: boolean[][];
}

/**
 * Turns tables into the arrays that a network reads, with statistics of the training rows alone.
 *
 * Numbers are scaled in float64 before they become float32, so a column of 1e12 ± 1 keeps its ± 1. A category
 * that did not occur in training becomes the "unknown" token, a missing cell the "missing" one.
 */
export class InputEncoder {
  private constructor(
    private readonly config: SingleRowConfig,
    readonly state: InputEncoderState,
    private readonly codes: ReadonlyMap<string, number>[],
  ) {}

  static fit(
    config: SingleRowConfig,
    table: Table,
    numericScaling: NumericScaling = 'standard',
  ): InputEncoder {
    const encoder = InputEncoder.fromState(config, {
      standardizations: config.numericColumns.map(name => fitScaling(numericScaling, numbersOf(table, name))),
      seen: config.categoricalColumns.map(name => vocabulary(config, name).map(() => true)),
    });
    const width = config.categoricalColumns.length;
    const { categorical } = encoder.encode(table);
    const seen = config.categoricalColumns.map(name => vocabulary(config, name).map(() => false));
    categorical.forEach((code, i) => {
      if (code >= NUM_RESERVED_CODES) seen[i % width]![code - NUM_RESERVED_CODES] = true;
    });
    return InputEncoder.fromState(config, { ...encoder.state, seen });
  }

  static fromState(config: SingleRowConfig, state: InputEncoderState): InputEncoder {
    const codes = config.categoricalColumns.map((name, j) => {
      const entries = vocabulary(config, name).map((category, k): [string, number] => [
        category,
        state.seen[j]?.[k] ? k + NUM_RESERVED_CODES : CategoryCode.unknown,
      ]);
      return new Map(entries);
    });
    return new InputEncoder(config, state, codes);
  }

  /**
   * @throws HephError `missing-column` if a feature is not in the table; `schema-mismatch` if a numeric feature holds
   *   text; `invalid-data` if a number is infinite.
   */
  encode(table: Table): EncodedRows {
    const { numericColumns, categoricalColumns } = this.config;
    const { numRows } = table;
    const numeric = new Float32Array(numRows * numericColumns.length);
    const states = new Int32Array(numRows * numericColumns.length);
    const categorical = new Int32Array(numRows * categoricalColumns.length);
    numericColumns.forEach((name, j) => {
      const values = numbersOf(table, name);
      const scaled = scaler(this.state.standardizations[j]!);
      for (let i = 0, cell = j; i < numRows; i++, cell += numericColumns.length) {
        const value = values[i]!;
        if (Number.isNaN(value)) states[cell] = CellState.missing;
        else numeric[cell] = scaled(value);
      }
    });
    categoricalColumns.forEach((name, j) => {
      const column = table.column(name);
      const codes = codesOf(column, this.codes[j]!);
      for (let i = 0, cell = j; i < numRows; i++, cell += categoricalColumns.length)
        categorical[cell] = codes(i);
    });
    return { numRows, numeric, states, categorical };
  }
}

function vocabulary(config: SingleRowConfig, name: string): readonly string[] {
  return config.categories[name] ?? [];
}

function numbersOf(table: Table, name: string): ArrayLike<number> {
  const column = table.column(name);
  if (column.kind !== 'numeric')
    throw new HephError(
      'schema-mismatch',
      `column "${name}": expected numbers, as the model's configuration says; received text such as '${firstText(column)}'`,
    );
  const { values } = column;
  for (let i = 0; i < values.length; i++)
    if (values[i] === Infinity || values[i] === -Infinity)
      throw new HephError(
        'invalid-data',
        `column "${name}", row ${i + 1}: expected a finite number; received ${values[i]}`,
      );
  return values;
}

function firstText(column: Column): string {
  for (let i = 0; i < column.length; i++) {
    const value = column.get(i);
    if (value !== null) return String(value);
  }
  return '';
}

/** The code of row i. A dictionary-encoded column is looked up once a category, not once a row. */
function codesOf(column: Column, codeOf: ReadonlyMap<string, number>): (row: number) => number {
  if (column.kind === 'categorical') {
    const table = column.categories.map(category => codeOf.get(category) ?? CategoryCode.unknown);
    return row => {
      const code = column.codes[row]!;
      return code < 0 ? CategoryCode.missing : table[code]!;
    };
  }
  return row => {
    const value = column.values[row]!;
    return Number.isNaN(value) ? CategoryCode.missing : (codeOf.get(String(value)) ?? CategoryCode.unknown);
  };
}

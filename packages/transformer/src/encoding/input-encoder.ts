import {
  categoryPlaces,
  HephError,
  NO_CATEGORY,
  requireTable,
  type Column,
  type ColumnSchema,
  type Table,
} from '@heph/data';
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

/** The categories of a column that occurred in the training rows, and their codes. */
interface SeenCategories {
  readonly categories: readonly string[];
  readonly codes: Int32Array;
}

/**
 * Turns tables into the arrays that a network reads, with statistics of the training rows alone.
 *
 * Numbers are scaled in float64 before they become float32, so a column of 1e12 ± 1 keeps its ± 1. A category
 * that did not occur in training becomes the "unknown" token, and who listens to warnings is told of it; a missing cell
 * becomes the "missing" one. A category may be spelled otherwise than in training (`1.0` for `1`).
 */
export class InputEncoder {
  private constructor(
    private readonly config: SingleRowConfig,
    readonly state: InputEncoderState,
    private readonly seen: readonly SeenCategories[],
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
    const seen = config.categoricalColumns.map((name, j) => {
      const all = vocabulary(config, name);
      const places = [...all.keys()].filter(k => state.seen[j]?.[k]);
      return {
        categories: places.map(k => all[k]!),
        codes: Int32Array.from(places, k => k + NUM_RESERVED_CODES),
      };
    });
    return new InputEncoder(config, state, seen);
  }

  /** The columns, with the categories that occurred in the training rows. */
  get schema(): ColumnSchema[] {
    const { numericColumns, categoricalColumns } = this.config;
    return [
      ...numericColumns.map(name => ({ name, kind: 'numeric' as const })),
      ...categoricalColumns.map((name, j) => ({
        name,
        kind: 'categorical' as const,
        categories: this.seen[j]!.categories,
      })),
    ];
  }

  /**
   * @throws TypeError if it is no table; HephError `missing-column` if a feature is not in the table; `schema-mismatch` if a numeric feature holds
   *   text; `invalid-data` if a number is infinite.
   */
  encode(table: Table): EncodedRows {
    requireTable('table', table);
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
      const { categories, codes } = this.seen[j]!;
      const places = categoryPlaces(table.column(name), categories);
      for (let i = 0, cell = j; i < numRows; i++, cell += categoricalColumns.length)
        categorical[cell] = codeAt(places[i]!, codes);
    });
    return { numRows, numeric, states, categorical };
  }
}

function vocabulary(config: SingleRowConfig, name: string): readonly string[] {
  return config.categories[name] ?? [];
}

function numbersOf(table: Table, name: string): ArrayLike<number> {
  const column = table.column(name);
  if (column.kind !== 'numeric') {
    // Without any value, a column fits either kind.
    if (column.codes.every(code => code < 0)) return new Float64Array(column.length).fill(NaN);
    throw new HephError(
      'schema-mismatch',
      `column "${name}": expected numbers, as the model's configuration says; received text such as '${firstText(column)}'`,
    );
  }
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

/** The code of a place among the categories seen in training. */
function codeAt(place: number, codes: Int32Array): number {
  if (place >= 0) return codes[place]!;
  return place === NO_CATEGORY.missing ? CategoryCode.missing : CategoryCode.unknown;
}

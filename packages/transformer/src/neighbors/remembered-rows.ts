import type { SingleRowConfig } from '../config/single-row-config';
import type { EncodedRows } from '../encoding/encoded-rows';
import { Yielder } from '../training/yielding';
import { NEAREST, powers, type NeighborMemory } from './neighbor-memory';
import { FARTHEST, keyLayout, type KeyLayout } from './row-keys';

/** Between rows of different categories: one indicator less and one more. */
const OTHER_CATEGORY = 2;

/** What neighbours say of rows, `[numRows]`, for each power of the distance. */
export type RecalledByPower = ReadonlyMap<number, Float32Array>;

/**
 * Remembered rows that are asked one by one: the means that `recall` gives, without a matrix of all distances, and for
 * every power at once. A row takes half a millisecond among 30,000 rows of ten columns.
 */
export class RememberedRows {
  private readonly layout: KeyLayout;
  private readonly values: Float32Array;
  /** Scaled numbers, `[numRows, numNumeric]`. */
  private readonly numeric: Float32Array;
  /** Codes of the categories that have a place in keys, `[numRows, categories]`. */
  private readonly codes: Uint8Array;

  constructor({ keys, values }: Pick<NeighborMemory, 'keys' | 'values'>, config: SingleRowConfig) {
    this.layout = keyLayout(config);
    this.values = values;
    const { numNumeric, categories } = this.layout;
    const width = keys.length / values.length;
    this.numeric = new Float32Array(values.length * numNumeric);
    this.codes = new Uint8Array(values.length * categories.length);
    for (let i = 0; i < values.length; i++) {
      const key = keys.subarray(i * width, (i + 1) * width);
      this.numeric.set(key.subarray(0, numNumeric), i * numNumeric);
      categories.forEach(({ offset, cardinality }, j) => {
        this.codes[i * categories.length + j] = key.subarray(offset, offset + cardinality).indexOf(1);
      });
    }
  }

  async recall(rows: EncodedRows): Promise<RecalledByPower> {
    const recalled = powers.map(() => new Float32Array(rows.numRows));
    const yielder = new Yielder();
    for (let row = 0; row < rows.numRows; row++) {
      const { numeric, codes } = this.pointOf(rows, row);
      this.means(numeric, codes).forEach((mean, k) => (recalled[k]![row] = mean));
      await yielder.turn();
    }
    return new Map(powers.map((power, k) => [power, recalled[k]!]));
  }

  private pointOf(rows: EncodedRows, row: number) {
    const { numNumeric, categories } = this.layout;
    const numeric = Float64Array.from(
      rows.numeric.subarray(row * numNumeric, (row + 1) * numNumeric),
      value => Math.max(-FARTHEST, Math.min(FARTHEST, value)),
    );
    const numCategorical = rows.categorical.length / rows.numRows;
    const codes = categories.map(({ column }) => rows.categorical[row * numCategorical + column]!);
    return { numeric, codes };
  }

  private means(numeric: Float64Array, codes: readonly number[]): Float64Array {
    const numNumeric = numeric.length;
    const numCodes = codes.length;
    const sums = new Float64Array(powers.length);
    const totals = new Float64Array(powers.length);
    for (let i = 0; i < this.values.length; i++) {
      let distance = NEAREST;
      for (let j = 0; j < numNumeric; j++) {
        const gap = numeric[j]! - this.numeric[i * numNumeric + j]!;
        distance += gap * gap;
      }
      for (let j = 0; j < numCodes; j++)
        if (codes[j] !== this.codes[i * numCodes + j]) distance += OTHER_CATEGORY;
      const closeness = 1 / (distance * distance);
      const value = this.values[i]!;
      let weight = 1;
      for (let k = 0; k < powers.length; k++) {
        weight *= closeness;
        sums[k]! += weight * value;
        totals[k]! += weight;
      }
    }
    return sums.map((sum, k) => sum / totals[k]!);
  }
}

import { Progress } from '@heph/estimator';
import type { SingleRowConfig } from '../config/single-row-config';
import type { EncodedRows } from '../encoding/encoded-rows';
import { NEAREST, type NeighborMemory } from './neighbor-memory';
import { FARTHEST, keyLayout, type KeyLayout } from './row-keys';

/** Between rows of different categories: one indicator less and one more. */
const OTHER_CATEGORY = 2;

/** What rows that are left out weigh together, at most, beside the nearest one. */
const NEGLIGIBLE = 1e-6;

/** Remembered rows that are asked one by one: the means that `recall` gives, without a matrix of all distances. */
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

  /**
   * What neighbours say of rows, `[rows.numRows]`, by a power of the distance, as `recall` has it. Rows too far to count
   * are left out as soon as that is seen.
   */
  async recall(rows: EncodedRows, power: number): Promise<Float64Array> {
    const recalled = new Float64Array(rows.numRows);
    const progress = new Progress(rows.numRows);
    for (let row = 0; row < rows.numRows; row++) {
      const { numeric, codes } = this.pointOf(rows, row);
      recalled[row] = this.mean(numeric, codes, power);
      await progress.pause();
    }
    return recalled;
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

  private mean(numeric: Float64Array, codes: readonly number[], power: number): number {
    const [numNumeric, numCodes] = [numeric.length, codes.length];
    const reach = (this.values.length / NEGLIGIBLE) ** (1 / power);
    let nearest = Infinity;
    let limit = Infinity;
    let sum = 0;
    let total = 0;
    for (let i = 0; i < this.values.length; i++) {
      let distance = NEAREST;
      for (let j = 0; j < numCodes; j++)
        if (codes[j] !== this.codes[i * numCodes + j]) distance += OTHER_CATEGORY;
      for (let j = 0; j < numNumeric && distance <= limit; j++) {
        const gap = numeric[j]! - this.numeric[i * numNumeric + j]!;
        distance += gap * gap;
      }
      if (distance > limit) continue;
      if (distance < nearest) {
        nearest = distance;
        limit = nearest * reach;
      }
      const closeness = 1 / (distance * distance);
      let weight = closeness;
      for (let k = 2; k < power; k += 2) weight *= closeness;
      sum += weight * this.values[i]!;
      total += weight;
    }
    return sum / total;
  }
}

import type { RowWeights } from '@heph/estimator';
import { Argsort } from './argsort';

/** Sorts the rows that have a weight by one feature after another, in buffers that it reuses. */
export class FeatureSorter {
  readonly numRows: number;
  private readonly argsort: Argsort;
  /** The rows that have a weight, and their values, where others have none. */
  private readonly chosen: { readonly rows: Uint32Array; readonly values: Float32Array } | undefined;

  constructor(weights: RowWeights) {
    const rows = weightedRows(weights);
    this.numRows = rows.length;
    this.argsort = new Argsort(rows.length);
    if (rows.length < weights.length) this.chosen = { rows, values: new Float32Array(rows.length) };
  }

  /**
   * The rows in ascending order of their values, missing ones last.
   * @returns buffers that a later sort overwrites
   */
  sort(values: Float32Array): { readonly rows: Uint32Array; readonly values: Float32Array } {
    const { chosen, argsort } = this;
    if (chosen) for (let i = 0; i < chosen.rows.length; i++) chosen.values[i] = values[chosen.rows[i]!]!;
    const sorted = argsort.sort(chosen?.values ?? values);
    const rows = sorted.places;
    if (chosen) for (let i = 0; i < rows.length; i++) rows[i] = chosen.rows[rows[i]!]!;
    return { rows, values: sorted.values };
  }
}

/**
 * The rows whose weight is above 0.
 * @param rows where to put them; as many as there are
 */
export function weightedRows(
  weights: RowWeights,
  rows: Uint32Array = new Uint32Array(countWeighted(weights)),
): Uint32Array {
  for (let row = 0, place = 0; place < rows.length; row++) if (weights[row]! > 0) rows[place++] = row;
  return rows;
}

function countWeighted(weights: RowWeights): number {
  let count = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) count++;
  return count;
}

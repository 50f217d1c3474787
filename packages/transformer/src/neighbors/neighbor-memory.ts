import { matMul } from '@heph/layers';
import * as tf from '@tensorflow/tfjs-core';

/** Training rows with what was to be learned of them, and how they are asked. */
export interface NeighborMemory {
  /** A point for each row, `[numRows, width]`, row-major. */
  keys: Float32Array;
  /** The scaled target of each row, `[numRows]`. */
  values: Float32Array;
  /** How soon a row counts less with its distance: one of `powers`. */
  power: number;
  /** The share of the neighbours in a prediction, from 0 to 1. */
  share: number;
}

/** More rows make every prediction slower and tell little more. */
export const MOST_REMEMBERED = 50_000;

/** Even, so that they are products of squares. */
export const powers = [2, 4, 6, 8] as const;

/** Added to squared distances: rows that are nearer count alike. */
export const NEAREST = 1e-3;

/**
 * What the neighbours of rows say: the mean of all remembered values, weighted by
 *
 *     w_i = (d²_min / d²_i)^p        d²_i = |x − k_i|² + 10⁻³
 *
 * Close rows rule however dense or sparse the rows are there. This is the form for export: a model in memory asks
 * `RememberedRows`.
 * Source: the inverse distance weighting of Shepard, "A two-dimensional interpolation function for irregularly-spaced
 * data" (1968).
 *
 * @param asked the keys of these rows, `[B, width]`
 * @returns `[B, 1]`
 */
export function recall(
  asked: tf.Tensor2D,
  { keys, values, power }: Omit<NeighborMemory, 'share'>,
): tf.Tensor2D {
  const numRows = values.length;
  const width = keys.length / numRows;
  const remembered = tf.tensor2d(columnMajor(keys, numRows, width), [width, numRows]);
  const products = matMul(asked, remembered);
  const squares = tf.sub(
    tf.add(tf.sum(tf.square(asked), 1, true), tf.sum(tf.square(remembered), 0, true)),
    tf.mul(products, 2),
  );
  const distances = tf.add(tf.maximum(squares, 0), NEAREST);
  const closeness = raised(tf.div(tf.min(distances, 1, true), distances), power);
  const sums = matMul(closeness, tf.tensor2d(withOnes(values), [numRows, 2])) as tf.Tensor2D;
  return tf.div(tf.slice(sums, [0, 0], [-1, 1]), tf.slice(sums, [0, 1], [-1, 1]));
}

/** By products: a power is many times as slow. */
function raised(x: tf.Tensor, power: number): tf.Tensor {
  const squared = tf.square(x);
  if (power === 2) return squared;
  const fourth = tf.square(squared);
  if (power === 4) return fourth;
  return power === 6 ? tf.mul(fourth, squared) : tf.square(fourth);
}

/** Products with a transposed matrix are slow on some backends. */
function columnMajor(rows: Float32Array, numRows: number, width: number): Float32Array {
  const columns = new Float32Array(rows.length);
  for (let i = 0; i < numRows; i++)
    for (let j = 0; j < width; j++) columns[j * numRows + i] = rows[i * width + j]!;
  return columns;
}

/** The sum of weights comes out of the same product as that of weighted values. */
function withOnes(values: Float32Array): Float32Array {
  return Float32Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? values[i / 2]! : 1));
}

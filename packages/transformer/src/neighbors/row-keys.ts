import * as tf from '@tensorflow/tfjs-core';
import type { SingleRowConfig } from '../config/single-row-config';
import { cardinalities } from '../network/encoder-graph';

/** Scaled numbers further out than this count as that far: a single wild cell should not rule a distance. */
export const FARTHEST = 5;
/** A column of more categories has no place in a distance: nearly all rows would be equally far. */
const MOST_CATEGORIES = 32;

/** What the numbers of a key are. */
export interface KeyLayout {
  /** The scaled numbers come first. */
  readonly numNumeric: number;
  /** Categories that have a place in keys: the column among all categorical ones, and where its indicators are. */
  readonly categories: readonly { column: number; offset: number; cardinality: number }[];
  /** How many numbers a key has. */
  readonly width: number;
}

export function keyLayout(config: SingleRowConfig): KeyLayout {
  const numNumeric = config.numericColumns.length;
  let width = numNumeric;
  const categories = cardinalities(config).flatMap((cardinality, column) => {
    if (cardinality > MOST_CATEGORIES) return [];
    const offset = width;
    width += cardinality;
    return [{ column, offset, cardinality }];
  });
  return { numNumeric, categories, width };
}

/**
 * A row as a point: its scaled numbers, 0 where missing, and an indicator for each category.
 *
 * @param inputs those of the network: `numeric [B, n]` and `states [B, n]`, then `categorical [B, c]`, where there are any
 * @returns `[B, width]`
 */
export function rowKeys(inputs: readonly tf.Tensor[], config: SingleRowConfig): tf.Tensor2D {
  const parts: tf.Tensor[] = [];
  if (config.numericColumns.length > 0) parts.push(tf.maximum(tf.minimum(inputs[0]!, FARTHEST), -FARTHEST));
  for (const { column, cardinality } of keyLayout(config).categories) {
    const codes = tf.reshape(tf.slice(inputs.at(-1)!, [0, column], [-1, 1]), [-1]);
    parts.push(tf.cast(tf.oneHot(tf.cast(codes, 'int32'), cardinality), 'float32'));
  }
  return (parts.length === 1 ? parts[0]! : tf.concat(parts, 1)) as tf.Tensor2D;
}

import * as tf from '@tensorflow/tfjs-core';
import type { SingleRowConfig } from '../config/single-row-config';
import { cardinalities } from '../network/encoder-graph';

/** Scaled numbers further out than this count as that far: a single wild cell should not rule a distance. */
const FARTHEST = 5;
/** A column of more categories has no place in a distance: nearly all rows would be equally far. */
const MOST_CATEGORIES = 32;

/** How many numbers a key has. */
export function keyWidth(config: SingleRowConfig): number {
  const categorical = cardinalities(config).filter(cardinality => cardinality <= MOST_CATEGORIES);
  return categorical.reduce((sum, cardinality) => sum + cardinality, config.numericColumns.length);
}

/**
 * A row as a point: its scaled numbers, 0 where missing, and an indicator for each category.
 *
 * @param inputs those of the network: `numeric [B, n]` and `states [B, n]`, then `categorical [B, c]`, where there are any
 * @returns `[B, keyWidth]`
 */
export function rowKeys(inputs: readonly tf.Tensor[], config: SingleRowConfig): tf.Tensor2D {
  const parts: tf.Tensor[] = [];
  if (config.numericColumns.length > 0) parts.push(tf.maximum(tf.minimum(inputs[0]!, FARTHEST), -FARTHEST));
  cardinalities(config).forEach((cardinality, j) => {
    if (cardinality > MOST_CATEGORIES) return;
    const codes = tf.reshape(tf.slice(inputs.at(-1)!, [0, j], [-1, 1]), [-1]);
    parts.push(tf.cast(tf.oneHot(tf.cast(codes, 'int32'), cardinality), 'float32'));
  });
  return (parts.length === 1 ? parts[0]! : tf.concat(parts, 1)) as tf.Tensor2D;
}

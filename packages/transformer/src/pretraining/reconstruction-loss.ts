import * as tf from '@tensorflow/tfjs-core';

export const numericLosses = ['squaredError', 'logSquaredError'] as const;

/** How errors of numbers count. */
export type NumericLoss = (typeof numericLosses)[number];

export interface ReconstructedColumns {
  numNumeric: number;
  /** Codes of each categorical column. */
  cardinalities: readonly number[];
  numericLoss: NumericLoss;
}

/** Share of a column's variance below which its error does not count; keeps the logarithm finite. */
const FLOOR = 1e-4;

/**
 * The error of guessed cells: that of standardised numbers plus the cross-entropy of categories, each averaged over its
 * hidden cells, weighted by its share of the columns.
 *
 * @param guesses `[B, n + Σ cardinalities]`
 * @param truth values `[B, n]` and which of them count `[B, n]` where there are numeric columns, then the same for codes
 */
export function reconstructionLoss(
  guesses: tf.Tensor2D,
  truth: tf.Tensor[],
  { numNumeric, cardinalities, numericLoss }: ReconstructedColumns,
): tf.Scalar {
  const numColumns = numNumeric + cardinalities.length;
  const losses: tf.Tensor[] = [];
  if (numNumeric > 0) {
    const [values, mask] = truth as [tf.Tensor2D, tf.Tensor2D];
    const error = tf.squaredDifference(tf.slice(guesses, [0, 0], [-1, numNumeric]), values);
    const loss = numericLoss === 'squaredError' ? maskedMean(error, mask) : logOfColumns(error, mask);
    losses.push(tf.mul(loss, numNumeric / numColumns));
  }
  if (cardinalities.length > 0) {
    const [codes, mask] = truth.slice(-2) as [tf.Tensor2D, tf.Tensor2D];
    let offset = numNumeric;
    cardinalities.forEach((cardinality, j) => {
      const logits = tf.slice(guesses, [0, offset], [-1, cardinality]);
      const code = tf.reshape(tf.slice(codes, [0, j], [-1, 1]), [-1]);
      const truth = tf.oneHot(tf.cast(code, 'int32'), cardinality);
      const error = tf.neg(tf.sum(tf.mul(tf.cast(truth, 'float32'), tf.logSoftmax(logits)), 1, true));
      losses.push(tf.div(maskedMean(error, tf.slice(mask, [0, j], [-1, 1])), numColumns));
      offset += cardinality;
    });
  }
  return tf.addN(losses) as tf.Scalar;
}

/** Over all hidden cells, or over those of each column. */
function maskedMean(values: tf.Tensor, mask: tf.Tensor, axis?: number): tf.Tensor {
  return tf.div(tf.sum(tf.mul(values, mask), axis), tf.maximum(tf.sum(mask, axis), 1));
}

/** The mean over columns of log(ε + the column's mean squared error). */
function logOfColumns(error: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.mean(tf.log(tf.add(maskedMean(error, mask, 0), FLOOR)));
}

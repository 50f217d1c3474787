import * as tf from '@tensorflow/tfjs-core';

/**
 * Scales all gradients by one factor so that their joint Euclidean norm is at most `maxNorm`.
 * Source: Pascanu et al., "On the difficulty of training recurrent neural networks" (2013).
 */
export function clipByGlobalNorm(gradients: tf.NamedTensorMap, maxNorm: number): tf.NamedTensorMap {
  const squares = Object.values(gradients).map(gradient => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.minimum(1, tf.div(maxNorm, tf.add(norm, 1e-6)));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
  );
}

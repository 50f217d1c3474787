import { linear } from '@heph/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { EncoderGraph } from './encoder-graph';
import { leastSquares } from './least-squares';

const NAME = 'linear_path';

/** A linear function of the scaled numeric columns, `[B, 1]`, whose weights training leaves alone. */
export function linearPath({ numeric }: EncoderGraph): SymbolicTensor | undefined {
  if (numeric === null) return undefined;
  return linear({ units: 1, trainable: false, name: NAME }).apply(numeric) as SymbolicTensor;
}

/**
 * Fits the linear path of a network.
 *
 * @param numeric the scaled columns, row-major
 * @param targets the scaled targets, one a row
 * @param weights how much each row counts; null where all count alike
 */
export function fitLinearPath(
  network: LayersModel,
  numeric: Float32Array,
  targets: ArrayLike<number>,
  weights: Float32Array | null,
): void {
  if (numeric.length === 0) return;
  const { coefficients, intercept } = leastSquares(numeric, targets, weights);
  tf.tidy(() => {
    network
      .getLayer(NAME)
      .setWeights([tf.tensor2d(coefficients, [coefficients.length, 1]), tf.tensor1d([intercept])]);
  });
}

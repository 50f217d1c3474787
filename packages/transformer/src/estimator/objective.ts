import type * as tf from '@tensorflow/tfjs-core';

/** What a supervised network is asked for: how far its outputs are from the targets, and how good that is. */
export interface Objective {
  /** Targets as the loss takes them, one a row. */
  encode(targets: ArrayLike<number>): Float32Array | Int32Array;
  /** The loss of each row `[B, 1]` from outputs `[B, units]` and encoded targets `[B, 1]`. */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor;
  /** Figures of validation rows, from the network's outputs (row-major) and the targets as they are. */
  judge(outputs: Float32Array, targets: ArrayLike<number>): Record<string, number> & { val_loss: number };
}

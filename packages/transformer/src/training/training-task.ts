import type { Random } from '@heph/data';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ArrayInput, Engine } from '../engine/engine';

/** What there is to learn: a network, rows to learn from, and a loss. The trainer knows nothing else of it. */
export interface TrainingTask {
  readonly network: LayersModel;
  readonly numRows: number;
  /** The arrays of one batch, in the order in which `loss` takes them as tensors; all chance is drawn from `random`. */
  batch(rows: Int32Array, random: Random): ArrayInput[];
  /** The mean loss of a batch; runs inside the step whose gradient is taken. */
  loss(inputs: tf.Tensor[]): tf.Scalar;
  /** Prepares the validation rows to be judged with an engine; absent without validation rows. */
  prepareValidation?(engine: Engine): Validation;
}

/** Validation rows, ready to be judged after every epoch. */
export interface Validation {
  /** Loss and other figures under the network's present weights. */
  evaluate(): Promise<Record<string, number> & { val_loss: number }>;
  dispose(): Promise<void>;
}

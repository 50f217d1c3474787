import { meanSquaredError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { CategoryCode, NUM_RESERVED_CODES, takeRows, type EncodedRows } from '../encoding/encoded-rows';
import type { Standardization } from '../encoding/standard-scaler';
import { networkInputs } from '../network/network-inputs';
import { Predictor } from '../network/predictor';
import type { TrainingTask } from '../training/training-task';

/** Share of categorical cells that training shows as "unknown", so that this token learns to stand for anything. */
const UNKNOWN_RATE = 0.01;

export interface RegressionRows {
  rows: EncodedRows;
  /** In the target's own units. */
  targets: ArrayLike<number>;
}

/** Mean squared error of the standardised target. */
export function regressionTask(
  network: LayersModel,
  train: RegressionRows,
  validation: RegressionRows | null,
  scaling: Standardization,
): TrainingTask {
  const standardized = Float32Array.from(
    train.targets,
    target => (target - scaling.mean) / scaling.standardDeviation,
  );
  const task: TrainingTask = {
    network,
    numRows: train.rows.numRows,
    batch(indices, random) {
      const rows = takeRows(train.rows, indices);
      for (let i = 0; i < rows.categorical.length; i++)
        if (rows.categorical[i]! >= NUM_RESERVED_CODES && random.uniform() < UNKNOWN_RATE)
          rows.categorical[i] = CategoryCode.unknown;
      const targets = Float32Array.from(indices, index => standardized[index]!);
      return [...networkInputs(rows), { values: targets, shape: [indices.length, 1] }];
    },
    loss(inputs) {
      const predictions = network.apply(inputs.slice(0, -1), { training: true }) as tf.Tensor;
      return tf.mean(tf.squaredDifference(predictions, inputs.at(-1)!));
    },
  };
  if (validation === null) return task;
  return {
    ...task,
    prepareValidation(engine) {
      const predictor = new Predictor(network, engine);
      return {
        async evaluate() {
          const predictions = rescale(await predictor.predict(validation.rows), scaling);
          const mse = meanSquaredError(validation.targets, predictions);
          return { val_loss: mse / scaling.standardDeviation ** 2, val_mse: mse };
        },
        dispose: () => predictor.dispose(),
      };
    },
  };
}

/** From the standardised target back to its own units. */
export function rescale(
  predictions: Float32Array,
  { mean, standardDeviation }: Standardization,
): Float32Array {
  return predictions.map(value => value * standardDeviation + mean);
}

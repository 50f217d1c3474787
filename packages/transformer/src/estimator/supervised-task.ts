import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { CategoryCode, NUM_RESERVED_CODES, takeRows, type EncodedRows } from '../encoding/encoded-rows';
import { networkInputs } from '../network/network-inputs';
import { Predictor } from '../network/predictor';
import type { TrainingTask } from '../training/training-task';
import type { Objective } from './objective';

/** Share of categorical cells that training shows as "unknown", so that this token learns to stand for anything. */
const UNKNOWN_RATE = 0.01;

/** Rows with what is to be learned of each: a number in its own units, or the place of a class. */
export interface LabelledRows {
  rows: EncodedRows;
  targets: ArrayLike<number>;
}

/** Predict a target from the other columns. */
export function supervisedTask(
  network: LayersModel,
  training: LabelledRows,
  validation: LabelledRows | null,
  objective: Objective,
): TrainingTask {
  const encoded = objective.encode(training.targets);
  const task: TrainingTask = {
    network,
    numRows: training.rows.numRows,
    batch(indices, random) {
      const rows = takeRows(training.rows, indices);
      for (let i = 0; i < rows.categorical.length; i++)
        if (rows.categorical[i]! >= NUM_RESERVED_CODES && random.uniform() < UNKNOWN_RATE)
          rows.categorical[i] = CategoryCode.unknown;
      return [...networkInputs(rows), { values: pick(encoded, indices), shape: [indices.length, 1] }];
    },
    loss(inputs) {
      const outputs = network.apply(inputs.slice(0, -1), { training: true }) as tf.Tensor;
      return tf.mean(objective.loss(outputs, inputs.at(-1)!));
    },
  };
  if (validation === null) return task;
  return {
    ...task,
    prepareValidation(engine) {
      const predictor = new Predictor(network, engine);
      return {
        async evaluate() {
          return objective.judge(await predictor.predict(validation.rows), validation.targets);
        },
        dispose: () => predictor.dispose(),
      };
    },
  };
}

function pick<A extends Float32Array | Int32Array>(values: A, indices: Int32Array): A {
  const picked = new (values.constructor as new (length: number) => A)(indices.length);
  indices.forEach((index, i) => (picked[i] = values[index]!));
  return picked;
}

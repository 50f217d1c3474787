import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { CategoryCode, NUM_RESERVED_CODES, takeRows, type EncodedRows } from '../encoding/encoded-rows';
import type { ArrayInput } from '../engine/engine';
import { networkInputs } from '../network/network-inputs';
import { membersOf } from '../network/prediction-head';
import { inference, Predictor } from '../network/predictor';
import type { TrainingTask } from '../training/training-task';
import type { Objective } from './objective';

/** Share of categorical cells that training shows as "unknown", so that this token learns to stand for anything. */
const UNKNOWN_RATE = 0.01;

/** Rows with what is to be learned of each: a number in its own units, or the place of a class. */
export interface LabelledRows {
  rows: EncodedRows;
  targets: ArrayLike<number>;
  /** How much each row counts in the loss; null where all count alike. */
  weights: Float32Array | null;
}

/** Predict a target from the other columns. Each member of an ensemble has a loss of its own. */
export function supervisedTask(
  network: LayersModel,
  training: LabelledRows,
  validation: LabelledRows | null,
  objective: Objective,
): TrainingTask {
  const { weights } = training;
  const members = membersOf(network);
  const lossOf = members === null ? objective.loss : meanOverMembers(objective.loss);
  const trained = members ?? network;
  const encoded = objective.encode(training.targets);
  const column = (values: Float32Array | Int32Array): ArrayInput => ({ values, shape: [values.length, 1] });
  const task: TrainingTask = {
    network,
    numRows: training.rows.numRows,
    batch(indices, random) {
      const rows = takeRows(training.rows, indices);
      for (let i = 0; i < rows.categorical.length; i++)
        if (rows.categorical[i]! >= NUM_RESERVED_CODES && random.uniform() < UNKNOWN_RATE)
          rows.categorical[i] = CategoryCode.unknown;
      return [
        ...networkInputs(rows),
        ...(weights === null ? [] : [column(pick(weights, indices))]),
        column(pick(encoded, indices)),
      ];
    },
    loss(inputs) {
      const cells = inputs.slice(0, network.inputs.length);
      const outputs = trained.apply(cells, { training: true }) as tf.Tensor;
      const losses = lossOf(outputs, inputs.at(-1)!);
      return weights === null ? tf.mean(losses) : weightedMean(losses, inputs.at(-2)!);
    },
  };
  if (validation === null) return task;
  return {
    ...task,
    prepareValidation(engine) {
      const predictor = new Predictor(inference(network), engine);
      return {
        async evaluate() {
          return objective.judge(await predictor.predict(validation.rows), validation.targets);
        },
        dispose: () => predictor.dispose(),
      };
    },
  };
}

/** From outputs `[B, k, units]` to the mean loss of a row's members `[B, 1]`. */
function meanOverMembers(loss: Objective['loss']): Objective['loss'] {
  return (outputs, targets) => {
    const [rows, numMembers, units] = outputs.shape as [number, number, number];
    const losses = Array.from({ length: numMembers }, (_, k) =>
      loss(tf.reshape(tf.slice(outputs, [0, k, 0], [rows, 1, units]), [rows, units]), targets),
    );
    return tf.div(tf.addN(losses), numMembers);
  };
}

function weightedMean(values: tf.Tensor, weights: tf.Tensor): tf.Scalar {
  return tf.div(tf.sum(tf.mul(values, weights)), tf.sum(weights));
}

function pick<A extends Float32Array | Int32Array>(values: A, indices: Int32Array): A {
  const picked = new (values.constructor as new (length: number) => A)(indices.length);
  indices.forEach((index, i) => (picked[i] = values[index]!));
  return picked;
}

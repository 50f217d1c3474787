import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AdamW } from './adamw';
import { clipByGlobalNorm } from './gradient-clipping';
import type { TrainingTask } from './training-task';
import type { WeightAverage } from './weight-average';

/**
 * One training step as a function of tensors alone: forward, gradient, clipping, optimizer, averaging. Whatever
 * changes from step to step comes in as a tensor, so that an engine may trace it once and run the trace.
 *
 * Inputs: learning rate, decay of the weight average, then the batch. Output: the batch's loss.
 */
export type TrainStep = (...inputs: tf.Tensor[]) => tf.Scalar;

export interface StepParts {
  task: TrainingTask;
  optimizer: AdamW;
  average: WeightAverage;
  maxGradientNorm: number;
}

export function createTrainStep({ task, optimizer, average, maxGradientNorm }: StepParts): TrainStep {
  const variables = trainableVariables(task.network);
  return (learningRate, averageDecay, ...inputs) =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => penalized(task, inputs), variables);
      optimizer.learningRate.assign(learningRate!);
      optimizer.applyGradients(clipByGlobalNorm(grads, maxGradientNorm));
      average.update(averageDecay as tf.Scalar);
      return value;
    });
}

/** The task's loss, and the penalties of the regularizers of the network's layers, as `tf.LayersModel.fit` has them. */
function penalized(task: TrainingTask, inputs: tf.Tensor[]): tf.Scalar {
  return task.network
    .calculateLosses()
    .reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), task.loss(inputs));
}

/** The network's trainable weights as the variables that gradients are taken for. */
export function trainableVariables(network: LayersModel): tf.Variable[] {
  return network.trainableWeights.map(weight => weight.read() as tf.Variable);
}

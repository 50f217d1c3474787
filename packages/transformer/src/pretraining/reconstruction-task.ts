import { createRandom } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { takeRows, type EncodedRows } from '../encoding/encoded-rows';
import { networkInputs } from '../network/network-inputs';
import type { ArrayInput, TrainingTask } from '../training/training-task';
import { maskCells, type MaskedRows } from './masking';

const VALIDATION_BATCH = 1024;

export interface ReconstructionOptions {
  /** Probability with which a cell is hidden. */
  maskRate: number;
  /** Chooses the cells of the validation rows that are hidden. */
  seed: number;
  /** Codes of each categorical column. */
  cardinalities: readonly number[];
}

/**
 * Guess the hidden cells: squared error of standardised numbers plus cross-entropy of categories, each averaged over
 * its hidden cells, weighted by its share of the columns.
 */
export function reconstructionTask(
  network: LayersModel,
  train: EncodedRows,
  validation: EncodedRows | null,
  options: ReconstructionOptions,
): TrainingTask {
  const { maskRate, seed, cardinalities } = options;
  const numNumeric = train.numeric.length / train.numRows;
  const loss = (inputs: tf.Tensor[], training: boolean) =>
    reconstructionLoss(network, inputs, { numNumeric, cardinalities, training });
  const task: TrainingTask = {
    network,
    numRows: train.numRows,
    batch(indices, random) {
      const rows = takeRows(train, indices);
      return reconstructionInputs(rows, maskCells(rows, maskRate, random));
    },
    loss: inputs => loss(inputs, true),
  };
  if (validation === null) return task;
  // The same cells stay hidden in every epoch, so that losses of epochs compare.
  const masked = maskCells(validation, maskRate, createRandom(seed + 1));
  const blocks = validationBlocks(validation, masked);
  return {
    ...task,
    prepareValidation(engine) {
      const compute = engine.prepare((...inputs) => loss(inputs, false));
      return {
        async evaluate() {
          let sum = 0;
          for (const { inputs, numRows } of blocks) sum += (await compute.run(inputs))[0]! * numRows;
          return { val_loss: sum / validation.numRows };
        },
        dispose: () => compute.dispose(),
      };
    },
  };
}

/** The network's inputs, then the truth and which cells count. */
function reconstructionInputs(original: EncodedRows, masked: MaskedRows): ArrayInput[] {
  const { numRows } = original;
  const block = (values: Float32Array | Int32Array) => ({
    values,
    shape: [numRows, values.length / numRows],
  });
  return [
    ...networkInputs(masked.rows),
    ...(original.numeric.length > 0 ? [block(original.numeric), block(masked.numericMask)] : []),
    ...(original.categorical.length > 0 ? [block(original.categorical), block(masked.categoricalMask)] : []),
  ];
}

function validationBlocks(
  rows: EncodedRows,
  masked: MaskedRows,
): { inputs: ArrayInput[]; numRows: number }[] {
  const blocks = [];
  for (let begin = 0; begin < rows.numRows; begin += VALIDATION_BATCH) {
    const numRows = Math.min(VALIDATION_BATCH, rows.numRows - begin);
    const cut = ({ values, shape }: ArrayInput): ArrayInput => {
      const width = shape[1]!;
      return { values: values.subarray(begin * width, (begin + numRows) * width), shape: [numRows, width] };
    };
    blocks.push({ inputs: reconstructionInputs(rows, masked).map(cut), numRows });
  }
  return blocks;
}

function reconstructionLoss(
  network: LayersModel,
  inputs: tf.Tensor[],
  {
    numNumeric,
    cardinalities,
    training,
  }: { numNumeric: number; cardinalities: readonly number[]; training: boolean },
): tf.Scalar {
  const hasNumeric = numNumeric > 0;
  const hasCategorical = cardinalities.length > 0;
  const numInputs = (hasNumeric ? 2 : 0) + (hasCategorical ? 1 : 0);
  const guesses = network.apply(inputs.slice(0, numInputs), { training }) as tf.Tensor2D;
  const truth = inputs.slice(numInputs);
  const numColumns = numNumeric + cardinalities.length;
  const losses: tf.Tensor[] = [];
  if (hasNumeric) {
    const [values, mask] = truth as [tf.Tensor, tf.Tensor];
    const error = tf.squaredDifference(tf.slice(guesses, [0, 0], [-1, numNumeric]), values);
    losses.push(tf.mul(maskedMean(error, mask), numNumeric / numColumns));
  }
  if (hasCategorical) {
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

function maskedMean(values: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.div(tf.sum(tf.mul(values, mask)), tf.maximum(tf.sum(mask), 1));
}

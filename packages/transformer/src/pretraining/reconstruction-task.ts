import { createRandom } from '@heph/data';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { takeRows, type EncodedRows } from '../encoding/encoded-rows';
import type { ArrayInput } from '../engine/engine';
import { networkInputs } from '../network/network-inputs';
import type { TrainingTask } from '../training/training-task';
import { maskCells, type MaskedRows } from './masking';
import { reconstructionLoss, type NumericLoss } from './reconstruction-loss';

const VALIDATION_BATCH = 1024;

export interface ReconstructionOptions {
  /** Probability with which a cell is hidden. */
  maskRate: number;
  numericLoss: NumericLoss;
  /** Chooses the cells of the validation rows that are hidden. */
  seed: number;
  /** Codes of each categorical column. */
  cardinalities: readonly number[];
}

/** Guess the hidden cells. */
export function reconstructionTask(
  network: LayersModel,
  train: EncodedRows,
  validation: EncodedRows | null,
  options: ReconstructionOptions,
): TrainingTask {
  const { maskRate, seed } = options;
  const columns = { numNumeric: train.numeric.length / train.numRows, ...options };
  const loss = (inputs: tf.Tensor[], training: boolean) => {
    const guesses = network.apply(inputs.slice(0, network.inputs.length), { training }) as tf.Tensor2D;
    return reconstructionLoss(guesses, inputs.slice(network.inputs.length), columns);
  };
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
  const numJudged = blocks.reduce((sum, block) => sum + block.numRows, 0);
  if (numJudged === 0) return task;
  return {
    ...task,
    prepareValidation(engine) {
      const compute = engine.prepare((...inputs) => loss(inputs, false));
      return {
        async evaluate() {
          let sum = 0;
          for (const { inputs, numRows } of blocks) sum += (await compute.run(inputs))[0]! * numRows;
          return { val_loss: sum / numJudged };
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

/** Blocks of rows; one in which nothing was hidden says nothing, and is left out. */
function validationBlocks(
  rows: EncodedRows,
  masked: MaskedRows,
): { inputs: ArrayInput[]; numRows: number }[] {
  const blocks = [];
  const isHidden = (mask: Float32Array, begin: number, numRows: number) => {
    const width = mask.length / rows.numRows;
    return mask.subarray(begin * width, (begin + numRows) * width).includes(1);
  };
  for (let begin = 0; begin < rows.numRows; begin += VALIDATION_BATCH) {
    const numRows = Math.min(VALIDATION_BATCH, rows.numRows - begin);
    if (![masked.numericMask, masked.categoricalMask].some(mask => isHidden(mask, begin, numRows))) continue;
    const cut = ({ values, shape }: ArrayInput): ArrayInput => {
      const width = shape[1]!;
      return { values: values.subarray(begin * width, (begin + numRows) * width), shape: [numRows, width] };
    };
    blocks.push({ inputs: reconstructionInputs(rows, masked).map(cut), numRows });
  }
  return blocks;
}

import { type Table, trainTestSplit } from '@heph/data';
import { splitSeed } from '../data/split';

/**
 * Divides the validation rows into two halves that are drawn at random: one on which a network chooses its epoch, and
 * one that nothing but the intervals is made from. Rows that also chose the epoch would look easier than new ones.
 */
export function halveValidation(validation: Table): {
  readonly stopping: Table;
  readonly calibration: Table;
} {
  const { train, test } = trainTestSplit(validation, { testSize: 0.5, seed: splitSeed });
  return { stopping: train, calibration: test };
}

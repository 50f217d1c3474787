import type { CustomCallbackArgs } from '@tensorflow/tfjs-layers';
import type { FitProgress } from './model';

/** Weight of the newest batch in the loss that is shown; single batches jump about. */
const freshness = 0.02;

export interface ProgressSpan {
  /** Rows of an epoch. */
  readonly rows: number;
  /** The most epochs of a training. */
  readonly epochs: number;
  /** The part of the bar that is filled, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Into how many equal parts it is divided, a part for each training in turn. */
  readonly trainings: number;
  /** Whether losses on validation rows are told: those of a training with labels. */
  readonly isSupervised?: boolean;
}

/** Callbacks that tell of the epochs of one training or of several in turn. */
export function epochProgress(
  { rows, epochs, from, to, trainings, isSupervised = false }: ProgressSpan,
  report: (progress: FitProgress) => void,
): CustomCallbackArgs {
  let training = -1;
  let epoch = 0;
  let rowsDone = 0;
  let loss: number | undefined;
  let started = 0;
  let latest: FitProgress = {};
  return {
    async onTrainBegin() {
      training++;
      rowsDone = 0;
      loss = undefined;
      started = performance.now();
    },
    async onEpochBegin(current: number) {
      epoch = current;
    },
    async onBatchEnd(batch: number, logs?: Record<string, number>) {
      const size = logs?.['size'] ?? 0;
      rowsDone += size;
      const newest = logs?.['loss'] ?? NaN;
      loss = loss === undefined ? newest : loss + freshness * (newest - loss);
      const withinTraining = (epoch + Math.min(1, ((batch + 1) * size) / rows)) / epochs;
      latest = {
        epoch: epoch + 1,
        epochs,
        loss,
        rowsPerSecond: (rowsDone * 1000) / (performance.now() - started),
        fraction: from + ((to - from) * (training + withinTraining)) / trainings,
      };
      report(latest);
    },
    async onEpochEnd(_epoch: number, logs?: Record<string, number>) {
      const validationLoss = logs?.['val_loss'];
      if (isSupervised && validationLoss !== undefined) report({ ...latest, validationLoss });
    },
  };
}

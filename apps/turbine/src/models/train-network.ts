import type { Table } from '@heph/data';
import type { TabularRegressor } from '@heph/transformer';
import type { FitContext, FitProgress, FittedModel } from './model';
import type { NetworkPreset } from './presets';
import { readyNetwork } from './ready-model';

/** Fits a network by its preset; the epoch that predicts the validation rows best is kept. */
export async function trainNetwork(
  model: TabularRegressor,
  { fit }: NetworkPreset,
  rows: { readonly train: Table; readonly validation: Table },
  { seed, signal, progress, checkpointDir }: FitContext,
): Promise<FittedModel> {
  const history = await model.fit(rows.train, {
    ...fit,
    validation: rows.validation,
    seed,
    signal,
    ...(checkpointDir === undefined ? {} : { checkpointDir }),
    callbacks: [reportProgress(rows.train.numRows, fit, progress)],
  });
  signal.throwIfAborted();
  return {
    ...readyNetwork(model),
    details: {
      engine: history.engine.name,
      epochs: history.epoch.length,
      'best epoch': history.bestEpoch === null ? null : history.bestEpoch + 1,
      stopped: history.stopReason,
    },
  };
}

/** Weight of the newest batch in the loss that is shown; single batches jump about. */
const freshness = 0.02;

function reportProgress(
  numRows: number,
  { epochs, batchSize }: NetworkPreset['fit'],
  report: (progress: FitProgress) => void,
) {
  let epoch = 0;
  let rowsDone = 0;
  let loss: number | undefined;
  let started = 0;
  return {
    async onTrainBegin() {
      started = performance.now();
    },
    async onEpochBegin(current: number) {
      epoch = current;
    },
    async onBatchEnd(batch: number, logs?: Record<string, number>) {
      const size = logs?.['size'] ?? batchSize ?? 0;
      rowsDone += size;
      const newest = logs?.['loss'] ?? NaN;
      loss = loss === undefined ? newest : loss + freshness * (newest - loss);
      const withinEpoch = Math.min(1, ((batch + 1) * size) / numRows);
      report({
        epoch: epoch + 1,
        loss,
        rowsPerSecond: (rowsDone * 1000) / (performance.now() - started),
        ...(epochs === undefined ? {} : { epochs, fraction: (epoch + withinEpoch) / epochs }),
      });
    },
  };
}

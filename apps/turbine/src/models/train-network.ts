import type { Table } from '@heph/data';
import type { TabularRegressor } from '@heph/transformer';
import { epochProgress } from './epoch-progress';
import type { FitContext, FittedModel } from './model';
import { orReason } from './or-reason';
import type { NetworkPreset } from './presets';
import { readyNetwork } from './ready-model';

/**
 * Fits a network by its preset: the validation rows say which epoch is best, and then the network learns from them too,
 * as models that choose nothing do from the first, unless they are for choosing only.
 *
 * @param from how far the bar is when this begins
 */
export async function trainNetwork(
  model: TabularRegressor,
  { network, fit }: NetworkPreset,
  rows: { readonly train: Table; readonly validation: Table },
  { seed, signal, progress, checkpointDir, chooseOnly = false }: FitContext,
  from = 0,
): Promise<FittedModel> {
  const trainings = chooseOnly ? 1 : 2;
  const span = { rows: rows.train.numRows, epochs: fit.epochs, trainings, from, to: 1, isSupervised: true };
  const work = model.fit(rows.train, {
    ...fit,
    refit: !chooseOnly,
    validation: rows.validation,
    seed,
    signal,
    ...(checkpointDir === undefined ? {} : { checkpointDir }),
    callbacks: [epochProgress(span, progress)],
  });
  const history = await orReason(work, signal);
  return {
    ...readyNetwork(model),
    details: {
      engine: history.engine.name,
      epochs: history.epoch.length,
      'best epoch': history.bestEpoch === null ? null : history.bestEpoch + 1,
      'epochs on all rows': history.refit?.epoch.length ?? null,
      ...(network.neighborMemory ? { 'share of neighbours': Number(model.neighborShare.toFixed(3)) } : {}),
      stopped: history.stopReason,
    },
  };
}

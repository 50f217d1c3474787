import { setImmediate as nextTurn } from 'node:timers/promises';
import { requireNumericColumn, type Table } from '@heph/data';
import type { Split } from '../data/split';
import type { ComparedModel, FitProgress, FittedModel } from '../models/model';
import { unlessAborted } from '../unless-aborted';
import { EpochLosses } from './epoch-losses';
import type { FitStore } from './fit-store';
import { type ModelRun, score } from './model-result';
import { pairInteractions } from './pair-interactions';
import { pairShares } from './pair-shares';
import { describeFit, type FitPlan, planFits, type PlannedFit, rowsFor } from './planned-fit';
import type { ProgressView } from './progress-view';

export interface ComparisonOptions extends FitPlan {
  readonly target: string;
  readonly view: ProgressView;
  readonly signal: AbortSignal;
  /** Where finished fits are kept, and found instead of being made again. */
  readonly store: Pick<FitStore, 'get' | 'put'>;
}

/**
 * Fits the models one after another by every protocol, share of the labels and seed, and scores each on the test rows
 * after its fit is over.
 *
 * @throws whatever reason `signal` was aborted with
 */
export async function compareModels(
  models: readonly ComparedModel[],
  split: Split,
  options: ComparisonOptions,
): Promise<ModelRun[]> {
  const { view, signal, store } = options;
  const fits = planFits(models, options);
  const runs: ModelRun[] = [];
  try {
    for (const [index, fit] of fits.entries()) {
      const task = { name: describeFit(fit, options), position: index + 1, total: fits.length };
      const kept = store.get(fit);
      if (kept) view.keep(task, kept.result);
      else view.begin(task);
      runs.push(kept ?? (await fitAndKeep(fit)));
    }
  } finally {
    view.close();
  }
  return runs;

  async function fitAndKeep(fit: PlannedFit): Promise<ModelRun> {
    const run = await unlessAborted(runFit(fit, split, options), signal);
    await store.put(fit, run);
    view.end(run.result);
    return run;
  }
}

async function runFit(
  fit: PlannedFit,
  split: Split,
  { target, view, signal }: ComparisonOptions,
): Promise<ModelRun> {
  await nextTurn();
  signal.throwIfAborted();
  const { model, protocol, labelFraction, seed } = fit;
  const { train, validation } = rowsFor(fit, split);
  const losses = new EpochLosses();
  const progress = (news: FitProgress) => {
    losses.hear(news);
    view.update(news);
  };
  const started = performance.now();
  // By the original protocol the validation rows are the test rows: these may choose, not teach.
  const chooseOnly = protocol === 'original';
  const context = { target, seed, signal, progress, chooseOnly };
  const fitted = await model.fit(train, validation, context);
  const fitSeconds = (performance.now() - started) / 1000;
  signal.throwIfAborted();
  try {
    const { predictions, rowsPerSecond } = await timedPredictions(fitted, split, target);
    const actual = requireNumericColumn(split.test, target).values;
    const result = {
      name: model.name,
      protocol,
      labelFraction,
      labels: train.numRows + (protocol === 'original' && model.isNetwork ? 0 : validation.numRows),
      seed,
      ...score(actual, predictions),
      params: fitted.params,
      fitSeconds,
      predictRowsPerSecond: rowsPerSecond,
      details: fitted.details,
    };
    return {
      ...{ result, predictions, epochs: losses.all },
      interactions: await pairInteractions(fitted.predict, validation.drop([target]), seed),
      pairShares: await pairShares(fitted, split.validation.drop([target])),
    };
  } finally {
    fitted.dispose?.();
  }
}

/** The validation rows go first, untimed, so that what happens only once (compiling, caches) is not counted. */
async function timedPredictions(
  fitted: FittedModel,
  split: Split,
  target: string,
): Promise<{ predictions: ArrayLike<number>; rowsPerSecond: number }> {
  const withoutTarget = (table: Table) => table.drop([target]);
  await fitted.predict(withoutTarget(split.validation));
  const test = withoutTarget(split.test);
  const started = performance.now();
  const predictions = await fitted.predict(test);
  return { predictions, rowsPerSecond: (test.numRows * 1000) / (performance.now() - started) };
}

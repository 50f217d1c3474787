import { setImmediate as nextTurn } from 'node:timers/promises';
import { requireNumericColumn, type Table } from '@heph/data';
import type { Split } from '../data/split';
import type { ComparedModel, FittedModel } from '../models/model';
import { unlessAborted } from '../unless-aborted';
import { type ModelRun, score } from './model-result';
import type { ProgressView } from './progress-view';

export interface ComparisonOptions {
  readonly target: string;
  readonly seeds: readonly number[];
  readonly view: ProgressView;
  readonly signal: AbortSignal;
}

/**
 * Fits the models one after another, each once a seed, and scores each on the test rows after its fit is over.
 *
 * @throws whatever reason `signal` was aborted with
 */
export async function compareModels(
  models: readonly ComparedModel[],
  split: Split,
  options: ComparisonOptions,
): Promise<ModelRun[]> {
  const { seeds, view, signal } = options;
  const fits = models.flatMap(model => seeds.map(seed => ({ model, seed })));
  const runs: ModelRun[] = [];
  try {
    for (const [index, { model, seed }] of fits.entries()) {
      const name = seeds.length > 1 ? `${model.name}, seed ${seed}` : model.name;
      view.begin({ name, position: index + 1, total: fits.length });
      const run = await unlessAborted(runModel(model, seed, split, options), signal);
      view.end(run.result);
      runs.push(run);
    }
  } finally {
    view.close();
  }
  return runs;
}

async function runModel(
  model: ComparedModel,
  seed: number,
  split: Split,
  { target, view, signal }: ComparisonOptions,
): Promise<ModelRun> {
  await nextTurn();
  signal.throwIfAborted();
  const started = performance.now();
  const context = { target, seed, signal, progress: view.update };
  const fitted = await model.fit(split.train, split.validation, context);
  const fitSeconds = (performance.now() - started) / 1000;
  signal.throwIfAborted();
  try {
    const { predictions, rowsPerSecond } = await timedPredictions(fitted, split, target);
    const actual = requireNumericColumn(split.test, target).values;
    const result = {
      name: model.name,
      seed,
      ...score(actual, predictions),
      params: fitted.params,
      fitSeconds,
      predictRowsPerSecond: rowsPerSecond,
      details: fitted.details,
    };
    return { result, predictions };
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

import type { ModelResult } from '../../src/comparison/model-result';
import { type ModelSummary, summarize } from '../../src/comparison/summary';

/** A result with that error; the other figures follow from it or do not matter. */
export function resultOf(name: string, mse: number, rest: Partial<ModelResult> = {}): ModelResult {
  return {
    name,
    protocol: 'fair',
    labelFraction: 1,
    labels: 29_386,
    seed: 0,
    mse,
    rmse: Math.sqrt(mse),
    mae: 0.8 * Math.sqrt(mse),
    r2: 1 - mse / 136,
    mseStandardError: 0.03 * mse,
    params: 1000,
    fitSeconds: 10,
    predictRowsPerSecond: 50_000,
    details: {},
    ...rest,
  };
}

/** Summaries of models by their errors, one a seed. */
export function summariesOf(errors: Readonly<Record<string, number | readonly number[]>>): ModelSummary[] {
  return summarize(
    Object.entries(errors).flatMap(([name, mse]) =>
      [mse].flat().map((value, seed) => resultOf(name, value, { seed })),
    ),
  );
}

import type { ModelResult } from './model-result';

/** A figure over seeds; `sd` is the sample standard deviation, null for one seed. */
export interface Spread {
  readonly mean: number;
  readonly sd: number | null;
}

/** The runs of one model taken together. */
export interface ModelSummary {
  readonly name: string;
  readonly runs: number;
  readonly mse: Spread;
  /** Where the error would lie on other test rows and with other seeds, 95 times of 100. */
  readonly mseInterval: readonly [low: number, high: number];
  readonly rmse: Spread;
  readonly mae: Spread;
  readonly r2: Spread;
  readonly params: number;
  /** Means over seeds. */
  readonly fitSeconds: number;
  readonly predictRowsPerSecond: number;
}

/** One summary a model, in the order in which the models first come. */
export function summarize(results: readonly ModelResult[]): ModelSummary[] {
  const byName = new Map<string, ModelResult[]>();
  for (const result of results) byName.set(result.name, [...(byName.get(result.name) ?? []), result]);
  return [...byName].map(([name, runs]) => {
    const over = (figure: (run: ModelResult) => number) => spread(runs.map(figure));
    return {
      name,
      runs: runs.length,
      mse: over(run => run.mse),
      mseInterval: interval(
        over(run => run.mse),
        runs,
      ),
      rmse: over(run => run.rmse),
      mae: over(run => run.mae),
      r2: over(run => run.r2),
      params: Math.round(over(run => run.params).mean),
      fitSeconds: over(run => run.fitSeconds).mean,
      predictRowsPerSecond: over(run => run.predictRowsPerSecond).mean,
    };
  });
}

/**
 * The mean ± 1.96 standard errors, whose square is that of the test rows (a mean over the fits, which share them) and
 * that of the seeds. It takes rows, and seeds, as independent.
 */
function interval({ mean, sd }: Spread, runs: readonly ModelResult[]): readonly [number, number] {
  const ofRows = spread(runs.map(run => run.mseStandardError ** 2)).mean;
  const halfWidth = 1.96 * Math.sqrt(ofRows + (sd ?? 0) ** 2 / runs.length);
  return [Math.max(0, mean - halfWidth), mean + halfWidth];
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

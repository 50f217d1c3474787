import type { ModelSummary } from './summary';

/**
 * Networks that differ in nothing but the seed end up to about this share apart in test MSE on these data. With one
 * seed, a difference below it is not evidence.
 */
export const usualSeedNoise = 0.03;

/** 97.5 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const studentQuantiles = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26];

/**
 * Whether two models differ by more than seeds explain. With several seeds: Welch's test at the 5 % level, with the
 * degrees of freedom of one model's seeds, which errs towards "not proven". With one seed: {@link usualSeedNoise}.
 */
export function differsBeyondSeeds(a: ModelSummary, b: ModelSummary): boolean {
  const difference = Math.abs(a.mse.mean - b.mse.mean);
  if (a.mse.sd === null || b.mse.sd === null)
    return difference > usualSeedNoise * Math.min(a.mse.mean, b.mse.mean);
  const standardError = Math.sqrt(a.mse.sd ** 2 / a.runs + b.mse.sd ** 2 / b.runs);
  const quantile = studentQuantiles[Math.min(a.runs, b.runs) - 2] ?? 2.26;
  return difference > quantile * standardError;
}

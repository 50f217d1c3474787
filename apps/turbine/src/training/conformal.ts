import { HephError } from '@heph/data';
import { decimal } from '../format';

/** An interval around every prediction, as a model's manifest keeps it. */
export interface IntervalCalibration {
  /** The share of intervals that shall hold the truth, between 0 and 1. */
  readonly coverage: number;
  /** An interval is `prediction ± halfWidth`, in the target's units. */
  readonly halfWidth: number;
  /** How many calibration rows it comes from. */
  readonly rows: number;
  /** The share of test rows whose truth lay in their interval. */
  readonly testCoverage: number;
}

/**
 * Makes sure that intervals of that coverage can be had from so many rows: ⌈(n+1)·coverage⌉ ≤ n.
 *
 * @throws HephError `invalid-data`
 */
export function requireCalibrationRows(rows: number, coverage: number): void {
  if (rank(rows, coverage) <= rows) return;
  const fewest = Math.ceil(coverage / (1 - coverage) - 1e-9);
  throw new HephError(
    'invalid-data',
    `intervals of ${decimal(coverage * 100, 1)}% need at least ${fewest} rows to calibrate on; these data leave ${rows}: bring more rows, or ask for a lower --coverage`,
  );
}

/**
 * Half the width of split-conformal prediction intervals: the ⌈(n+1)·coverage⌉-th smallest absolute error on n rows
 * that neither training nor the choice of an epoch has seen. If those rows and a new one are exchangeable, the new
 * one's truth lies in its interval with at least that probability, whatever the model (Vovk, Gammerman & Shafer 2005;
 * Lei et al. 2018, "Distribution-free predictive inference for regression").
 *
 * @throws HephError `invalid-data` if there are too few rows for that coverage
 */
export function conformalHalfWidth(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  coverage: number,
): number {
  requireCalibrationRows(actual.length, coverage);
  const errors = Float64Array.from(actual, (value, row) => Math.abs(value - predicted[row]!));
  return errors.sort()[rank(actual.length, coverage) - 1]!;
}

/** The share of rows whose truth is within `halfWidth` of the prediction. */
export function coveredShare(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  halfWidth: number,
): number {
  let covered = 0;
  for (let row = 0; row < actual.length; row++)
    if (Math.abs(actual[row]! - predicted[row]!) <= halfWidth) covered++;
  return covered / actual.length;
}

/** The small allowance keeps products such as 10 · 0.9 from being rounded up to the next rank. */
function rank(rows: number, coverage: number): number {
  return Math.ceil((rows + 1) * coverage - 1e-9);
}

import type { ModelRun } from './model-result';
import { twoSidedProbability } from './student-t';

/** A paired t-test of whether two models' squared errors differ. */
export interface PairedTest {
  readonly models: readonly [string, string];
  /** What is paired: fits with the same seed, or the squared errors of the same test row. */
  readonly over: 'seeds' | 'test rows';
  /** How many pairs. */
  readonly pairs: number;
  /** The first model's mean squared error less the second's. */
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** The probability of a difference at least as large if there were none. */
  readonly p: number;
}

/** Differences with a smaller probability count as proven. */
export const significanceLevel = 0.05;

type ScoredRun = Pick<ModelRun, 'result' | 'predictions'>;

/**
 * A test for each two models. With several seeds the pairs are the seeds: what is asked is whether the difference
 * would last with others. With one seed, or where seeds change nothing, the pairs are the test rows: what is asked is
 * whether it would last on other rows like these (as far as rows are independent).
 *
 * @param runs of one protocol and share of the labels
 * @param actual the target of the test rows
 */
export function pairedTests(runs: readonly ScoredRun[], actual: ArrayLike<number>): PairedTest[] {
  const names = [...new Set(runs.map(run => run.result.name))];
  return names.flatMap((one, i) =>
    names.slice(i + 1).map(other => ({
      models: [one, other] as const,
      ...test(
        runs.filter(run => run.result.name === one),
        runs.filter(run => run.result.name === other),
        actual,
      ),
    })),
  );
}

function test(one: readonly ScoredRun[], other: readonly ScoredRun[], actual: ArrayLike<number>) {
  const bySeed = one.flatMap(run => {
    const partner = other.find(({ result }) => result.seed === run.result.seed);
    return partner ? [run.result.mse - partner.result.mse] : [];
  });
  const seedsMatter = bySeed.some(difference => difference !== bySeed[0]);
  if (seedsMatter) return { over: 'seeds' as const, ...pairedTTest(bySeed) };
  const [a, b] = [one[0]!.predictions, other[0]!.predictions];
  const byRow = Float64Array.from(actual, (value, row) => (a[row]! - value) ** 2 - (b[row]! - value) ** 2);
  return { over: 'test rows' as const, ...pairedTTest(byRow) };
}

/** Student's t-test of the mean of differences: t = mean / (s / √n) with n − 1 degrees of freedom, two-sided. */
export function pairedTTest(
  differences: ArrayLike<number>,
): Pick<PairedTest, 'pairs' | 'difference' | 'standardError' | 'degreesOfFreedom' | 'p'> {
  const pairs = differences.length;
  let sum = 0;
  for (let i = 0; i < pairs; i++) sum += differences[i]!;
  const difference = sum / pairs;
  let squares = 0;
  for (let i = 0; i < pairs; i++) squares += (differences[i]! - difference) ** 2;
  const degreesOfFreedom = pairs - 1;
  const standardError = degreesOfFreedom > 0 ? Math.sqrt(squares / degreesOfFreedom / pairs) : 0;
  return { pairs, difference, standardError, degreesOfFreedom, p: probability() };

  function probability(): number {
    if (difference === 0 || degreesOfFreedom < 1) return 1;
    return standardError === 0 ? 0 : twoSidedProbability(difference / standardError, degreesOfFreedom);
  }
}

import { quantile } from '@heph/data';

/** What the residuals were in a stretch of time. */
export interface TimeBand {
  /** Its middle, in years. */
  readonly time: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly rows: number;
}

/** A year is divided into so many stretches. */
const perYear = 12;
/** Quantiles of fewer rows say nothing. */
const fewest = 20;

/** Median and middle 80% of the residuals, a twelfth of a year at a time; stretches of few rows are left out. */
export function timeBands(time: ArrayLike<number>, residuals: ArrayLike<number>): TimeBand[] {
  const stretches = new Map<number, number[]>();
  for (let row = 0; row < time.length; row++) {
    const stretch = Math.floor(time[row]! * perYear + 1e-9);
    const values = stretches.get(stretch) ?? [];
    values.push(residuals[row]!);
    stretches.set(stretch, values);
  }
  return [...stretches]
    .filter(([, values]) => values.length >= fewest)
    .sort(([one], [other]) => one - other)
    .map(([stretch, values]) => {
      const sorted = Float64Array.from(values).sort();
      return {
        time: (stretch + 0.5) / perYear,
        low: quantile(sorted, 0.1),
        median: quantile(sorted, 0.5),
        high: quantile(sorted, 0.9),
        rows: values.length,
      };
    });
}

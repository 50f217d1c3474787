import { quantile } from '@heph/data';
import { fitStandardization, isStandardization, type Standardization } from './standard-scaler';

/**
 * How numbers are brought to a common scale: by mean and standard deviation; by median and quartiles, what is far from
 * them being drawn in; or by their ranks among the training rows.
 */
export type NumericScaling = 'standard' | 'robust' | 'quantile';

/** `z = (x − mean) / standardDeviation`, then `z / √(1 + (z / softLimit)²)`, which stays within ± softLimit. */
export interface SoftClipping extends Standardization {
  softLimit: number;
}

/** A line through the points `(knots[i], values[i])`, level beyond the first and the last. */
export interface QuantileMap {
  /** Distinct, ascending. */
  knots: number[];
  values: number[];
}

/** What was learned of one column. */
export type ColumnScaling = Standardization | SoftClipping | QuantileMap;

/**
 * No standardised number is further from 0 than this. In n training rows none is further than √n, so that only later
 * rows meet the limit; without it they could overflow float32.
 */
export const FARTHEST = 1e4;

const SOFT_LIMIT = 3;
/** Interquartile range of the standard normal distribution. */
const NORMAL_RANGE = 1.349;
const MAX_KNOTS = 256;

/** What is missing (NaN) does not count. */
export function fitScaling(kind: NumericScaling, values: ArrayLike<number>): ColumnScaling {
  if (kind === 'standard') return fitStandardization(values);
  const sorted = Float64Array.from(values)
    .filter(value => !Number.isNaN(value))
    .sort();
  return kind === 'robust' ? fitSoftClipping(sorted) : fitQuantiles(sorted);
}

/** A column's numbers on the common scale. */
export function scaler(scaling: ColumnScaling): (value: number) => number {
  if ('knots' in scaling) return value => interpolate(scaling, value);
  const { mean, standardDeviation } = scaling;
  if (!('softLimit' in scaling))
    return value => Math.max(-FARTHEST, Math.min(FARTHEST, (value - mean) / standardDeviation));
  const { softLimit } = scaling;
  return value => {
    const z = Math.max(-FARTHEST, Math.min(FARTHEST, (value - mean) / standardDeviation));
    return z / Math.sqrt(1 + (z / softLimit) ** 2);
  };
}

/** Whether a value from a file is what `fitScaling` gives. */
export function isColumnScaling(value: unknown): value is ColumnScaling {
  if (typeof value !== 'object' || value === null) return false;
  const { knots, values, softLimit = SOFT_LIMIT } = value as Record<string, unknown>;
  if (knots === undefined) return isStandardization(value) && Number.isFinite(softLimit);
  if (!Array.isArray(knots) || !Array.isArray(values) || knots.length !== values.length) return false;
  return (
    [...knots, ...values].every(Number.isFinite) && knots.every((knot, i) => i === 0 || knot > knots[i - 1])
  );
}

/** Source: the preprocessing of Holzmüller, Grinsztajn & Steinwart, "Better by Default" (2024). */
function fitSoftClipping(sorted: Float64Array): SoftClipping {
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  // Where most rows hold one number, the quartiles tell nothing.
  const spread = range > 0 ? range / NORMAL_RANGE : fitStandardization(sorted).standardDeviation;
  return {
    mean: sorted.length > 0 ? quantile(sorted, 0.5) : 0,
    standardDeviation: Number.isFinite(spread) ? spread : Number.MAX_VALUE,
    softLimit: SOFT_LIMIT,
  };
}

/** Evenly spread numbers of mean 0 and variance 1: ranks from −√3 to √3, equal numbers sharing their mean rank. */
function fitQuantiles(sorted: Float64Array): QuantileMap {
  const count = Math.min(MAX_KNOTS, sorted.length);
  const knots: number[] = [];
  const values: number[] = [];
  let first = 0;
  for (let i = 0; i < count; i++) {
    const level = count > 1 ? i / (count - 1) : 0.5;
    const knot = quantile(sorted, level);
    if (knots.at(-1) !== knot) first = level;
    else {
      knots.pop();
      values.pop();
    }
    knots.push(knot);
    values.push((first + level - 1) * Math.sqrt(3));
  }
  return { knots, values };
}

function interpolate({ knots, values }: QuantileMap, value: number): number {
  if (knots.length === 0) return 0;
  if (value <= knots[0]!) return values[0]!;
  if (value >= knots.at(-1)!) return values.at(-1)!;
  let [low, high] = [0, knots.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]! <= value) low = middle;
    else high = middle;
  }
  const share = (value - knots[low]!) / (knots[high]! - knots[low]!);
  return values[low]! + share * (values[high]! - values[low]!);
}

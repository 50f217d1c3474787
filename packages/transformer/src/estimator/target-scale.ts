import { HephError } from '@heph/data';
import { fitStandardization, type Standardization } from '../encoding/standard-scaler';

/** Differences and multiples of larger numbers may be beyond the range of float64. */
const LARGEST = 1e305;

/**
 * Mean and standard deviation of a target, in float64. Of a target that does not vary the standard deviation is 0, and
 * whatever the network says becomes that constant.
 */
export function fitTargetScale(values: ArrayLike<number>): Standardization {
  const scale = fitStandardization(values);
  const first = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return scale;
  return { mean: first ?? 0, standardDeviation: 0 };
}

/** @throws HephError `invalid-data` naming the row whose target is beyond what can be computed with */
export function requireHoldable(values: ArrayLike<number>, column: string): void {
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]!) > LARGEST)
      throw new HephError(
        'invalid-data',
        `column "${column}", row ${i + 1}: expected a target between −1e305 and 1e305, which float64 can compute with; found ${values[i]}`,
      );
}

/** Targets as the network learns them. */
export function standardized(
  targets: ArrayLike<number>,
  { mean, standardDeviation }: Standardization,
): Float64Array {
  return Float64Array.from(targets, target => (target - mean) / (standardDeviation || 1));
}

/** From what the network says back to the target's own units; beyond the range of float64 its end. */
export function inUnits(
  predictions: ArrayLike<number>,
  { mean, standardDeviation }: Standardization,
): Float64Array {
  return Float64Array.from(predictions, value => within(value * standardDeviation + mean));
}

/** The sum of two such numbers. */
export function sumWithin(one: number, other: number): number {
  return within(within(one) + within(other));
}

function within(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

const LARGEST_FLOAT32 = 3.4e38;
const SMALLEST_FLOAT32 = 1.2e-38;

/** @throws HephError `invalid-data` if the target is of a size that float32 has no numbers for */
export function requireFloat32(column: string, { mean, standardDeviation }: Standardization): void {
  const isLarge = Math.abs(mean) + 10 * standardDeviation > LARGEST_FLOAT32;
  const isSmall = standardDeviation > 0 && standardDeviation < SMALLEST_FLOAT32;
  if (isLarge || isSmall)
    throw new HephError(
      'invalid-data',
      `column "${column}": the function computes in float32, from 1e-38 to 3e38; the target is around ${mean} ± ${standardDeviation}: ` +
        'fit on a multiple of it',
    );
}

/** Mean and standard deviation of one column, in float64; what is missing (NaN) does not count. */
export interface Standardization {
  mean: number;
  standardDeviation: number;
}

/**
 * Fits `(x − mean) / standardDeviation` on a column. A column that does not vary, or holds nothing, is only centred
 * (a standard deviation of 1), so that no constant turns into NaN.
 */
export function fitStandardization(values: ArrayLike<number>): Standardization {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  return { mean, standardDeviation: deviation > 0 ? deviation : 1 };
}

export function isStandardization(value: unknown): value is Standardization {
  if (typeof value !== 'object' || value === null) return false;
  const { mean, standardDeviation } = value as Record<string, unknown>;
  return Number.isFinite(mean) && Number.isFinite(standardDeviation);
}

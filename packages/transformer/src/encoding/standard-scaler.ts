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
  // A power of two: squares of very large or small numbers stay in range, and no digit changes.
  const unit = magnitude(values);
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! / unit;
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  const deviation = count > 0 ? Math.sqrt(squares / count) * unit : 0;
  return { mean: mean * unit, standardDeviation: deviation > 0 ? deviation : 1 };
}

export function isStandardization(value: unknown): value is Standardization {
  if (typeof value !== 'object' || value === null) return false;
  const { mean, standardDeviation } = value as Record<string, unknown>;
  return Number.isFinite(mean) && Number.isFinite(standardDeviation);
}

/** The power of two just below the largest absolute value; 1 where all are 0 or missing. */
function magnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!) || 0);
  if (largest === 0) return 1;
  const exponent = Math.floor(Math.log2(largest));
  return 2 ** Math.max(-1022, Math.min(1022, exponent));
}

/** The test rows in the terms of a plot: one entry a row, in the order of the predictions. */
export interface TestRows {
  /** The measured target. */
  readonly actual: ArrayLike<number>;
  /** When it was measured, in years. */
  readonly time: ArrayLike<number>;
  /** Ambient temperature, °C. */
  readonly temperature: ArrayLike<number>;
  /** Turbine energy yield, MWh: the load. */
  readonly load: ArrayLike<number>;
}

/** How far a prediction is off: above 0 where it is too high. */
export function residualsOf({ actual }: TestRows, predicted: ArrayLike<number>): Float64Array {
  return Float64Array.from(predicted, (value, row) => value - actual[row]!);
}

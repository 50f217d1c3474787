const { exp, fround, log, min } = Math;

/** XGBoost's guards: exp(88.7) is near float32's end, and the denominator is never 0. */
const largestExponent = fround(88.7);
const leastDenominator = fround(1e-16);

/**
 * The probability of class 1 that a margin stands for: 1 / (1 + e^−margin), in float32.
 * @param exponential e^x, rounded to float32 if it is not
 */
export function sigmoid(margin: number, exponential: (x: number) => number = exp): number {
  const denominator = fround(fround(exponential(min(-margin, largestExponent))) + 1);
  return fround(1 / fround(denominator + leastDenominator));
}

/** The margin that stands for a probability, in float32. */
export function logit(probability: number): number {
  return fround(-fround(log(fround(fround(1 / probability) - 1))));
}

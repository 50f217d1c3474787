const { fround } = Math;

const largest = 3.4028234663852886e38;

/**
 * A float32 as XGBoost reads it: the fewest digits that give it back, at most nine, always with an exponent, since it
 * refuses integers where floats belong. Infinity, which JSON has not, becomes the largest float.
 */
export function floatText(value: number): string {
  const float = Math.max(-largest, Math.min(largest, fround(value)));
  for (let digits = 0; digits < 8; digits++) {
    const text = float.toExponential(digits);
    if (fround(Number(text)) === float) return upperCase(text);
  }
  return upperCase(float.toExponential(8));
}

const upperCase = (text: string) => text.replace('e+', 'E').replace('e', 'E');

/** A JSON list of floats. */
export function floatList(values: Iterable<number>): string {
  return `[${Array.from(values, floatText).join()}]`;
}

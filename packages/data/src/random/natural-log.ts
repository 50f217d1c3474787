const bits = new DataView(new ArrayBuffer(8));
const exponentOffset = 1023;

/**
 * ln(x) of a positive, normal number, from +, −, × and ÷ alone. `Math.log` may differ in the last digit between
 * JavaScript engines; this is the same everywhere, to within 2 units in the last place.
 *
 * x = m · 2^k with m in [√½, √2), and ln m = 2 artanh(z) = 2 (z + z³/3 + z⁵/5 + …) where z = (m − 1) / (m + 1).
 */
export function naturalLog(x: number): number {
  bits.setFloat64(0, x);
  let exponent = (bits.getUint32(0) >>> 20) - exponentOffset;
  bits.setUint32(0, (bits.getUint32(0) & 0x000fffff) | (exponentOffset << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let series = 0;
  // |z| ≤ 0.172: the term after z²¹/21 is below one unit in the last place.
  for (let power = 21; power >= 3; power -= 2) series = (series + 1 / power) * square;
  return exponent * Math.LN2 + 2 * (z + z * series);
}

const { fround } = Math;

const steps = 32;
const stepsPerUnit = steps / Math.LN2;
const powers = Array.from({ length: steps }, (_, i) => 2 ** (i / steps));

/** 2^(r/32) ≈ 1 + c₁r + c₂r² + c₃r³ for |r| ≤ ½. */
const c1 = 0.6931471806916203 / steps;
const c2 = 0.2402284522445722 / steps ** 2;
const c3 = 0.05550361559341535 / steps ** 3;

/**
 * e^x of a float32 as the C library's `expf` rounds it, which XGBoost calls. Nearly always that is the nearest float32; here
 * it is the same where it is not. `expf` of glibc 2.27 and later (Szabolcs Nagy's, of Arm Optimized Routines) takes
 * e^x = 2^(k/32) · 2^(r/32), k an integer, and a polynomial of third degree in double precision for the second factor.
 */
export function expFloat32(x: number): number {
  if (!(x > -104 && x < 89)) return fround(Math.exp(x));
  const scaled = x * stepsPerUnit;
  const k = roundHalfToEven(scaled);
  const r = scaled - k;
  const place = k & (steps - 1);
  const power = powers[place]! * 2 ** ((k - place) / steps);
  const squared = r * r;
  return fround(((c3 * r + c2) * squared + (c1 * r + 1)) * power);
}

/** To the nearest integer, as adding 1.5 · 2⁵² and taking it away again does. */
function roundHalfToEven(x: number): number {
  return x + 6755399441055744 - 6755399441055744;
}

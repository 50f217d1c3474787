import { add, erf, exp, mul, neg, square, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

/**
 * Gaussian error linear unit, exact: `x · Φ(x)`, `Φ(x) = (1 + erf(x / √2)) / 2`.
 *
 * Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".
 */
export function gelu(x: Tensor): Tensor {
  return withGradient([x], ([input], save) => {
    const cdf = mul(add(erf(mul(input!, Math.SQRT1_2)), 1), 0.5);
    save([input!, cdf]);
    const gradient = (dy: Tensor, [saved, phi]: Tensor[]) => {
      const density = mul(exp(mul(neg(square(saved!)), 0.5)), 1 / Math.sqrt(2 * Math.PI));
      return mul(dy, add(phi!, mul(saved!, density)));
    };
    return { value: mul(input!, cdf), gradient };
  });
}

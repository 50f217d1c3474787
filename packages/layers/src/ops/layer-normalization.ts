import { add, mean, mul, reshape, rsqrt, square, sub, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';
import { sumRows } from './sum-to-shape';

/**
 * Layer normalisation over the last axis: `γ ⊙ (x − mean) / √(variance + ε) + β`, with the biased variance.
 *
 * @param x `[…, d]`
 * @param gamma scale `[d]`
 * @param beta offset `[d]`
 *
 * Ba, Kiros and Hinton 2016, "Layer Normalization". One op with the closed-form gradient
 * `dx = (g − mean(g) − x̂ · mean(g ⊙ x̂)) / √(variance + ε)`, `g = dy ⊙ γ`.
 */
export function layerNormalization(x: Tensor, gamma: Tensor, beta: Tensor, epsilon = 1e-5): Tensor {
  return tidy(() => {
    const width = x.shape[x.rank - 1]!;
    return reshape(normalizeRows(reshape(x, [-1, width]), gamma, beta, epsilon), x.shape);
  });
}

function normalizeRows(rows: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Tensor {
  return withGradient([rows, gamma, beta], ([x, scale, offset], save) => {
    const centred = sub(x!, mean(x!, 1, true));
    const inverseDeviation = rsqrt(add(mean(square(centred), 1, true), epsilon));
    const standardised = mul(centred, inverseDeviation);
    save([standardised, inverseDeviation, scale!]);
    const gradient = (dy: Tensor, [xHat, inverse, g]: Tensor[]) => {
      const dHat = mul(dy, g!);
      const projection = mul(xHat!, mean(mul(dHat, xHat!), 1, true));
      const dx = mul(sub(sub(dHat, mean(dHat, 1, true)), projection), inverse!);
      return [dx, sumRows(mul(dy, xHat!)), sumRows(dy)];
    };
    return { value: add(mul(standardised, scale!), offset!), gradient };
  });
}

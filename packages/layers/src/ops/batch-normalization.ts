import { add, mul, rsqrt, square, sub, div, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';
import { sumRows } from './sum-to-shape';

/** Mean and biased variance of each column of a matrix. */
export function columnMoments(rows: Tensor): { mean: Tensor; variance: Tensor } {
  const count = rows.shape[0]!;
  const mean = div(sumRows(rows), count);
  return { mean, variance: div(sumRows(square(sub(rows, mean))), count) };
}

/**
 * Normalises the columns of a matrix by their own moments: `γ ⊙ (x − mean) / √(variance + ε) + β`.
 *
 * @param moments those of `rows` itself: the gradient takes into account that they depend on it
 *
 * Ioffe and Szegedy 2015, "Batch Normalization".
 */
export function normalizeColumns(
  rows: Tensor,
  moments: { mean: Tensor; variance: Tensor },
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
): Tensor {
  return withGradient([rows, gamma, beta], ([x, scale, offset], save) => {
    const inverseDeviation = rsqrt(add(moments.variance, epsilon));
    const standardised = mul(sub(x!, moments.mean), inverseDeviation);
    save([standardised, inverseDeviation, scale!]);
    const gradient = (dy: Tensor, [xHat, inverse, g]: Tensor[]) => {
      const count = dy.shape[0]!;
      const dGamma = sumRows(mul(dy, xHat!));
      const dBeta = sumRows(dy);
      const centred = sub(sub(dy, div(dBeta, count)), mul(xHat!, div(dGamma, count)));
      return [mul(centred, mul(g!, inverse!)), dGamma, dBeta];
    };
    return { value: add(mul(standardised, scale!), offset!), gradient };
  });
}

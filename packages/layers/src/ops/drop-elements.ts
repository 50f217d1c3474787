import { mul, step, sub, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { randomUniform } from './random-uniform';

/**
 * Inverted dropout: each element is zero with probability `rate`, else scaled by `1 / (1 − rate)`.
 *
 * @param rate in [0, 1)
 * @param seed the mask follows from `seed` and `state` alone
 * @param state int32 scalar, advanced by the caller between draws
 *
 * Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".
 */
export function dropElements(x: Tensor, rate: number, seed: number, state: Tensor): Tensor {
  if (rate === 0) return x;
  return tidy(() => {
    const kept = step(sub(randomUniform(x.shape, seed, state), rate));
    return mul(x, mul(kept, 1 / (1 - rate)));
  });
}

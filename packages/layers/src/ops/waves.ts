import { concat, cos, mul, sin, slice, sub, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

/**
 * `[sin x, cos x]` side by side: `[…, k] → […, 2k]`.
 *
 * Each is the other's derivative, so that the backward pass computes neither again.
 */
export function sineAndCosine(x: Tensor): Tensor {
  return withGradient([x], ([angles], save) => {
    const axis = angles!.rank - 1;
    const [sine, cosine] = [sin(angles!), cos(angles!)];
    save([sine, cosine]);
    const half = (dy: Tensor, index: number) => {
      const begin = dy.shape.map((_, i) => (i === axis ? index * (dy.shape[axis]! / 2) : 0));
      return slice(dy, begin, angles!.shape);
    };
    const gradient = (dy: Tensor, [s, c]: Tensor[]) => sub(mul(half(dy, 0), c!), mul(half(dy, 1), s!));
    return { value: concat([sine, cosine], axis), gradient };
  });
}

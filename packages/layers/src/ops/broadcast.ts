import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';
import { sumToShape } from './sum-to-shape';

/** `a + b` with broadcasting, and sums over the repeated axes in the gradient that are quick on WebAssembly. */
export function addBroadcast(a: Tensor, b: Tensor): Tensor {
  return withGradient([a, b], ([x, y]) => {
    const [xShape, yShape] = [x!.shape, y!.shape];
    return {
      value: add(x!, y!),
      gradient: dy => [sumToShape(dy, xShape), sumToShape(dy, yShape)],
    };
  });
}

/** `a ⊙ b` with broadcasting, and sums over the repeated axes in the gradient that are quick on WebAssembly. */
export function multiplyBroadcast(a: Tensor, b: Tensor): Tensor {
  return withGradient([a, b], ([x, y], save) => {
    save([x!, y!]);
    return {
      value: mul(x!, y!),
      gradient: (dy, [left, right]) => [
        sumToShape(mul(dy, right!), left!.shape),
        sumToShape(mul(dy, left!), right!.shape),
      ],
    };
  });
}

import { fused, reshape, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';
import { matMul } from './mat-mul';
import { sumRows } from './sum-to-shape';

/** Affine map of the last axis: `x · kernel + bias`, `[…, in] · [in, out] + [out] → […, out]`. */
export function linearMap(x: Tensor, kernel: Tensor, bias?: Tensor): Tensor {
  if (!bias) return matMul(x, kernel);
  return tidy(() => {
    const rows = reshape(x, [-1, kernel.shape[0]!]);
    return reshape(affineRows(rows, kernel, bias), [...x.shape.slice(0, -1), kernel.shape[1]!]);
  });
}

/** Product and bias in one kernel. */
function affineRows(rows: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  return withGradient([rows, kernel, bias], ([x, w, b], save) => {
    save([x!, w!]);
    const value = fused.matMul({ a: x as Tensor2D, b: w as Tensor2D, bias: b! });
    const gradient = (dy: Tensor, [input, weights]: Tensor[]) => [
      matMul(dy, weights!, { transposeB: true }),
      matMul(input!, dy, { transposeA: true }),
      sumRows(dy),
    ];
    return { value, gradient };
  });
}

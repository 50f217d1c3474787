import { matMul, ones, reshape, sum, util, type Tensor } from '@tensorflow/tfjs-core';
import { runsOnWasm } from './wasm';

/** Sums of the columns of a matrix, `[rows, columns] → [columns]`. */
export function sumRows(x: Tensor): Tensor {
  if (!runsOnWasm()) return sum(x, 0);
  // tf.sum transposes first: 1.6 ms for 2816 × 128 numbers, where this product takes 0.04 ms.
  return reshape(matMul(ones([1, x.shape[0]!]), x), [x.shape[1]!]);
}

/** The gradient of broadcasting: sums `x` over the axes along which a tensor of this shape was repeated. */
export function sumToShape(x: Tensor, shape: number[]): Tensor {
  if (util.arraysEqual(x.shape, shape)) return x;
  const padded = [...new Array<number>(x.rank - shape.length).fill(1), ...shape];
  const isRepeated = (axis: number) => padded[axis] === 1 && x.shape[axis] !== 1;
  let leading = 0;
  while (leading < x.rank && (isRepeated(leading) || x.shape[leading] === 1)) leading++;
  const rest = x.shape.slice(leading);
  let total = x;
  if (leading > 0) {
    const columns = util.sizeFromShape(rest);
    total = reshape(sumRows(reshape(x, [x.size / columns, columns])), rest);
  }
  const remaining = rest.map((_, i) => i).filter(i => isRepeated(leading + i));
  return reshape(remaining.length > 0 ? sum(total, remaining) : total, shape);
}

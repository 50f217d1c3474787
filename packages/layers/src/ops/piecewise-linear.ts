import { add, clipByValue, mul, neg, relu, step, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

/** Bins of `n` columns, `t` each, as constants that broadcast over the batch: `[n, 1, t]`. */
export interface BinTensors {
  /** Where each bin begins. */
  start: Tensor;
  /** One over its width; 0 for a bin that only fills up the row, whose share is then always 0. */
  inverseWidth: Tensor;
  /** 1 for a column's first bin, which goes on below its start; else 0. */
  isFirst: Tensor;
  /** 1 for a column's last bin, which goes on above its end; else 0. */
  isLast: Tensor;
}

/**
 * Shares of the bins that lie below each number, `(x − start) / width`, at least 0 but in the first bin, at most 1 but
 * in the last: `[n, batch, 1] → [n, batch, t]`.
 *
 * The gradient reaches `x` alone, and at an edge is that of the bin above. Bounds that differ from bin to bin are put
 * together from the same ones for all: on WebAssembly `tf.maximum` takes a hundred times as long as these where it
 * broadcasts.
 */
export function piecewiseLinearEncoding(x: Tensor, bins: BinTensors): Tensor {
  return withGradient([x], ([numbers], save) => {
    const share = mul(sub(numbers!, bins.start), bins.inverseWidth);
    const below = mul(bins.isFirst, relu(neg(share)));
    const above = mul(bins.isLast, relu(sub(share, 1)));
    save([share, bins.inverseWidth, bins.isFirst, bins.isLast]);
    const gradient = (dy: Tensor, [value, inverseWidth, isFirst, isLast]: Tensor[]) => {
      const isBelow = step(neg(value!));
      const isUnderOne = step(sub(1, value!));
      const isInside = sub(isUnderOne, isBelow);
      const isOutside = add(mul(isFirst!, isBelow), mul(isLast!, sub(1, isUnderOne)));
      return sum(mul(dy, mul(add(isInside, isOutside), inverseWidth!)), 2, true);
    };
    return { value: add(sub(clipByValue(share, 0, 1), below), above), gradient };
  });
}

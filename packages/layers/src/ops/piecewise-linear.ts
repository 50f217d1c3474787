import {
  cast,
  greater,
  less,
  logicalAnd,
  maximum,
  minimum,
  mul,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { withGradient } from './custom-gradient';

/** Bins of `n` columns, `t` each, as constants that broadcast over the batch: `[n, 1, t]`. */
export interface BinTensors {
  /** Where each bin begins. */
  start: Tensor;
  /** One over its width; 0 for a bin that only fills up the row, whose share is then always 0. */
  inverseWidth: Tensor;
  /** The least and the greatest share of the bin that a number can have. */
  least: Tensor;
  greatest: Tensor;
}

/**
 * Shares of the bins that lie below each number, `min(max((x − start) / width, least), greatest)`:
 * `[n, batch, 1] → [n, batch, t]`.
 *
 * Where a bound holds, the gradient is 0; it reaches `x` alone.
 */
export function piecewiseLinearEncoding(x: Tensor, bins: BinTensors): Tensor {
  return withGradient([x], ([numbers], save) => {
    const { start, inverseWidth, least, greatest } = bins;
    const share = mul(sub(numbers!, start), inverseWidth);
    const inside = cast(logicalAnd(greater(share, least), less(share, greatest)), 'float32');
    save([mul(inside, inverseWidth)]);
    return {
      value: minimum(maximum(share, least), greatest),
      gradient: (dy, [slope]) => sum(mul(dy, slope!), 2, true),
    };
  });
}

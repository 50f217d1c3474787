import { add, mul, reshape, rsqrt, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type LayerVariable } from '@tensorflow/tfjs-layers';
import { columnMoments, normalizeColumns } from '../ops/batch-normalization';
import { addBroadcast, multiplyBroadcast } from '../ops/broadcast';

/** What batch normalisation keeps from step to step, and how. */
export interface BatchStatistics {
  movingMean: LayerVariable;
  movingVariance: LayerVariable;
  /** Share of the old value that a training step leaves. */
  momentum: number;
  /** Added to the variance. */
  epsilon: number;
}

/**
 * Batch normalisation of the last axis, `[…, d] → […, d]`: by the batch's moments in training, towards which the moving
 * ones then go, and by the moving ones outside.
 *
 * @param gamma scale `[d]`
 * @param beta offset `[d]`
 */
export function normalizeBatch(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  statistics: BatchStatistics,
  training: boolean,
): Tensor {
  const { movingMean, movingVariance, momentum, epsilon } = statistics;
  if (!training) {
    const scale = mul(gamma, rsqrt(add(movingVariance.read(), epsilon)));
    return addBroadcast(multiplyBroadcast(sub(x, movingMean.read()), scale), beta);
  }
  const rows = reshape(x, [-1, gamma.shape[0]!]);
  const moments = columnMoments(rows);
  moveTowards(movingMean, moments.mean, momentum);
  moveTowards(movingVariance, moments.variance, momentum);
  return reshape(normalizeColumns(rows, moments, gamma, beta, epsilon), x.shape);
}

function moveTowards(moving: LayerVariable, value: Tensor, momentum: number): void {
  moving.write(add(mul(moving.read(), momentum), mul(value, 1 - momentum)));
}

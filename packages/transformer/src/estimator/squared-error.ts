import { meanSquaredError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { Standardization } from '../encoding/standard-scaler';
import type { Objective } from './objective';

/** Squared error of the standardised target; `val_mse` is in the target's own units. */
export function squaredError({ mean, standardDeviation }: Standardization): Objective {
  const standardize = (target: number) => (target - mean) / standardDeviation;
  return {
    encode: targets => Float32Array.from(targets, standardize),
    loss: (outputs, targets) => tf.squaredDifference(outputs, targets),
    judge(outputs, targets) {
      // Judged before it is scaled back: float32 numbers around 10¹² cannot tell 1 from 2.
      const loss = meanSquaredError(Float64Array.from(targets, standardize), outputs);
      return { val_loss: loss, val_mse: loss * standardDeviation ** 2 };
    },
  };
}

/** From the standardised target back to its own units. */
export function rescale(
  predictions: Float32Array,
  { mean, standardDeviation }: Standardization,
): Float32Array {
  return predictions.map(value => value * standardDeviation + mean);
}

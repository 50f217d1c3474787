import { meanSquaredError } from '@heph/data';
import * as tf from '@tensorflow/tfjs-core';
import type { Standardization } from '../encoding/standard-scaler';
import type { Objective } from './objective';
import { standardized } from './target-scale';

/** Squared error of the standardised target; `val_mse` is in the target's own units. */
export function squaredError(scale: Standardization): Objective {
  return {
    encode: targets => Float32Array.from(standardized(targets, scale)),
    loss: (outputs, targets) => tf.squaredDifference(outputs, targets),
    judge(outputs, targets) {
      // Judged before it is scaled back: float32 numbers around 10¹² cannot tell 1 from 2.
      const loss = meanSquaredError(standardized(targets, scale), outputs);
      return { val_loss: loss, val_mse: loss * (scale.standardDeviation || 1) ** 2 };
    },
  };
}

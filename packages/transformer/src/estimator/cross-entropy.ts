import { mostProbable } from '@heph/estimator';
import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './objective';

/** Cross-entropy of the softmax over classes; targets are the indices of classes. */
export function crossEntropy(numClasses: number): Objective {
  return {
    encode: targets => Int32Array.from(targets),
    loss(outputs, targets) {
      const truth = tf.oneHot(tf.cast(tf.reshape(targets, [-1]), 'int32'), numClasses);
      return tf.neg(tf.sum(tf.mul(tf.cast(truth, 'float32'), tf.logSoftmax(outputs)), 1, true));
    },
    judge(outputs, targets) {
      const rows = probabilities(outputs, numClasses);
      let loss = 0;
      let hits = 0;
      rows.forEach((row, i) => {
        loss -= Math.log(Math.max(row[targets[i]!]!, Number.MIN_VALUE));
        if (mostProbable(row) === targets[i]) hits++;
      });
      return { val_loss: loss / rows.length, val_accuracy: hits / rows.length };
    },
  };
}

/** The softmax of each row of logits, in float64. */
export function probabilities(logits: Float32Array, numClasses: number): Float64Array[] {
  return Array.from({ length: logits.length / numClasses }, (_, i) => {
    const row = Float64Array.from(logits.subarray(i * numClasses, (i + 1) * numClasses));
    const largest = row.reduce((most, logit) => Math.max(most, logit), -Infinity);
    const weights = row.map(logit => Math.exp(logit - largest));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map(weight => weight / sum);
  });
}

import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './node';

function denseNet() {
  const weights = {
    w1: tf.variable(tf.randomNormal([8, 16], 0, 0.3, 'float32', 1)),
    b1: tf.variable(tf.zeros([16])),
    w2: tf.variable(tf.randomNormal([16, 1], 0, 0.3, 'float32', 2)),
    b2: tf.variable(tf.zeros([1])),
  };
  const loss = (x: tf.Tensor, y: tf.Tensor) => {
    const hidden = tf.relu(tf.add(tf.matMul(x, weights.w1), weights.b1));
    const error = tf.sub(tf.add(tf.matMul(hidden, weights.w2), weights.b2), y);
    return tf.mean(tf.square(error)) as tf.Scalar;
  };
  return { weights, loss, variables: Object.values(weights) };
}

describe('compile', () => {
  it('trains a small network as the eager engine does', async () => {
    const x = tf.randomNormal([32, 8], 0, 1, 'float32', 5);
    const y = tf.randomNormal([32, 1], 0, 1, 'float32', 6);
    const eager = denseNet();
    const traced = denseNet();
    const [eagerAdam, tracedAdam] = [tf.train.adam(1e-2), tf.train.adam(1e-2)];
    const step = compile((a: tf.Tensor, b: tf.Tensor) =>
      tracedAdam.minimize(() => traced.loss(a, b), true, traced.variables),
    );
    for (let i = 0; i < 20; i++) {
      const expected = tf.tidy(
        () => eagerAdam.minimize(() => eager.loss(x, y), true, eager.variables)!.dataSync()[0]!,
      );
      const { data } = await step.run(x, y);
      expect(Math.abs(data[0]! / expected - 1)).toBeLessThan(1e-5);
    }
    step.sync();
    traced.variables.forEach((variable, i) => {
      const difference = tf.max(tf.abs(tf.sub(variable, eager.variables[i]!))).dataSync()[0]!;
      expect(difference).toBeLessThan(1e-5);
    });
    await step.dispose();
  });
});

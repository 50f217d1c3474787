import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './web';

describe('compile for the web', () => {
  it('trains on the WebAssembly build of onnxruntime', async () => {
    await tf.setBackend('cpu');
    const weight = tf.variable(tf.tensor2d([[1], [2]]));
    const optimizer = tf.train.sgd(0.1);
    const compiled = compile((x: tf.Tensor) =>
      optimizer.minimize(() => tf.mean(tf.square(tf.matMul(x, weight))) as tf.Scalar, true, [weight]),
    );
    const x = { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] };
    const losses = [];
    for (let step = 0; step < 3; step++) losses.push((await compiled.run(x)).data[0]!);
    expect(losses[0]).toBeCloseTo(2.5, 5);
    expect(losses[2]).toBeLessThan(losses[1]!);
    await compiled.dispose();
  });
});

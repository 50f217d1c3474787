import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from './engine';
import type { ArrayInput } from './training-task';

/** Runs every step operation by operation on the TensorFlow.js backend in use. */
export const eagerEngine: Engine = {
  name: 'eager',
  prepare(step) {
    return Promise.resolve({
      async run(inputs) {
        const loss = tf.tidy(() => step(...inputs.map(toTensor)));
        const [value] = await loss.data();
        loss.dispose();
        return value!;
      },
      sync: () => Promise.resolve(),
      dispose: () => undefined,
    });
  },
};

/** A tensor of the array's own type. */
export function toTensor({ values, shape }: ArrayInput): tf.Tensor {
  return tf.tensor(values, [...shape], values instanceof Float32Array ? 'float32' : 'int32');
}

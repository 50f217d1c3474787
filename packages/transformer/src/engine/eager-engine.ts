import * as tf from '@tensorflow/tfjs-core';
import type { ArrayInput, Engine, PreparedFunction, TensorFunction } from './engine';

/** Computes operation by operation on the TensorFlow.js backend in use. */
export function eagerEngine(reason: string): Engine {
  return { name: 'eager', reason, prepare: prepareEager };
}

export function prepareEager(compute: TensorFunction): PreparedFunction {
  return {
    async run(inputs) {
      const result = tf.tidy(() => compute(...inputs.map(toTensor)));
      const values = await result.data();
      result.dispose();
      return values as Float32Array;
    },
    sync: () => undefined,
    dispose: () => Promise.resolve(),
  };
}

/** A tensor of the array's own type. */
export function toTensor({ values, shape }: ArrayInput): tf.Tensor {
  return tf.tensor(values, [...shape], values instanceof Float32Array ? 'float32' : 'int32');
}

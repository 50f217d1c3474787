import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Copies of a network's weights, kept to come back to. */
export class WeightSnapshot {
  private tensors: tf.Tensor[] = [];

  constructor(private readonly network: LayersModel) {}

  get isEmpty(): boolean {
    return this.tensors.length === 0;
  }

  take(): void {
    this.dispose();
    this.tensors = this.network.weights.map(weight => tf.clone(weight.read()));
  }

  restore(): void {
    tf.tidy(() => this.network.weights.forEach((weight, i) => weight.write(tf.clone(this.tensors[i]!))));
  }

  dispose(): void {
    tf.dispose(this.tensors);
    this.tensors = [];
  }
}

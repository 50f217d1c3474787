import * as tf from '@tensorflow/tfjs-core';
import { readTensors, requireSameTensors, type NamedTensors } from '../storage/network-weights';
import type { StoredTensor } from '../storage/safetensors';

/** Copies of a network's weights, kept to come back to. */
export class WeightSnapshot {
  private readonly copies = new Map<string, tf.Tensor>();

  constructor(private readonly weights: NamedTensors<tf.Variable>) {}

  take(): void {
    this.dispose();
    for (const [name, weight] of this.weights) this.copies.set(name, tf.clone(weight));
  }

  /** Whether the network's present weights are all finite numbers. */
  async isFinite(): Promise<boolean> {
    const sum = tf.tidy(() =>
      tf.addN(Array.from(this.weights.values(), weight => tf.sum(tf.mul(tf.cast(weight, 'float32'), 0)))),
    );
    const [zero] = await sum.data();
    sum.dispose();
    return zero === 0;
  }

  restore(): void {
    tf.tidy(() => this.copies.forEach((copy, name) => this.weights.get(name)!.assign(tf.clone(copy))));
  }

  read(): StoredTensor[] {
    return readTensors(this.copies);
  }

  /** @throws HephError `invalid-file` if the tensors are not those of the network. */
  write(tensors: readonly StoredTensor[]): void {
    requireSameTensors(this.weights, tensors);
    this.dispose();
    for (const { name, shape, values } of tensors)
      this.copies.set(name, tf.tensor(values, [...shape], this.weights.get(name)!.dtype));
  }

  dispose(): void {
    tf.dispose([...this.copies.values()]);
    this.copies.clear();
  }
}

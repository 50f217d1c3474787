import * as tf from '@tensorflow/tfjs-core';

/**
 * An exponential moving average of weights, `a ← a + (1 − d)(w − a)`: steadier than the last step's weights.
 * Source: Polyak & Juditsky, "Acceleration of Stochastic Approximation by Averaging" (1992); the decay grows as
 * `min(d, (1 + t) / (10 + t))`, so that the first steps do not linger.
 */
export class WeightAverage {
  /** One for each of the variables, in their order. */
  readonly averages: readonly tf.Variable[];

  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly decay: number,
  ) {
    this.averages = variables.map(variable => tf.tidy(() => tf.variable(tf.clone(variable), false)));
  }

  /** The decay to use at a step counted from 0. */
  decayAt(step: number): number {
    return Math.min(this.decay, (1 + step) / (10 + step));
  }

  /** Moves the averages towards the weights; runs inside a training step. */
  update(decay: tf.Scalar): void {
    tf.tidy(() => {
      const rate = tf.sub(1, decay);
      this.averages.forEach((average, i) => {
        average.assign(tf.add(average, tf.mul(tf.sub(this.variables[i]!, average), rate)));
      });
    });
  }

  /** Exchanges weights and averages; calling it twice restores both. */
  swap(): void {
    tf.tidy(() => {
      this.averages.forEach((average, i) => {
        const variable = this.variables[i]!;
        const weights = tf.clone(variable);
        variable.assign(tf.clone(average));
        average.assign(weights);
      });
    });
  }

  dispose(): void {
    tf.dispose([...this.averages]);
  }
}

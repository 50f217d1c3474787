import * as tf from '@tensorflow/tfjs-core';

export interface AdamWOptions {
  /** Step size; `setLearningRate` changes it later. Default 1e-3. */
  learningRate?: number;
  /** Decay of the average of gradients. Default 0.9. */
  beta1?: number;
  /** Decay of the average of squared gradients. Default 0.999. */
  beta2?: number;
  /** Keeps the division finite. Default 1e-8. */
  epsilon?: number;
  /** Share of a weight that is taken off each step, times the learning rate. Default 0.01. */
  weightDecay?: number;
  /** Which variables decay, by name; biases, norms and embeddings usually should not. Default: all. */
  decays?: (variableName: string) => boolean;
  /** Share of the learning rate that a variable learns at, by name; at 0 it stays as it is. Default: 1 for all. */
  rates?: (variableName: string) => number;
}

interface Slots {
  variable: tf.Variable;
  /** The average of its gradients. */
  mean: tf.Variable;
  /** The average of their squares. */
  meanSquare: tf.Variable;
  decays: boolean;
  rate: number;
}

/**
 * Adam with decoupled weight decay:
 *
 *     p ← p − η·λ·p
 *     m ← β₁m + (1 − β₁)g        v ← β₂v + (1 − β₂)g²
 *     p ← p − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * The learning rate and the powers of β are variables, so a step traced once stays right when they change.
 * Source: Loshchilov & Hutter, "Decoupled Weight Decay Regularization" (2019), as in PyTorch's `AdamW`.
 */
export class AdamW extends tf.Optimizer {
  static readonly className = 'HephAdamW';

  readonly learningRate: tf.Variable;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly weightDecay: number;
  private readonly decays: (variableName: string) => boolean;
  private readonly rates: (variableName: string) => number;
  /** β₁ᵗ and β₂ᵗ after t steps. */
  readonly beta1Power: tf.Variable;
  readonly beta2Power: tf.Variable;
  private readonly slots = new Map<string, Slots>();

  constructor(options: AdamWOptions = {}) {
    super();
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-8;
    this.weightDecay = options.weightDecay ?? 0.01;
    this.decays = options.decays ?? (() => true);
    this.rates = options.rates ?? (() => 1);
    this.learningRate = stateVariable(tf.scalar(options.learningRate ?? 1e-3));
    this.beta1Power = stateVariable(tf.scalar(1));
    this.beta2Power = stateVariable(tf.scalar(1));
  }

  setLearningRate(value: number): void {
    tf.tidy(() => this.learningRate.assign(tf.scalar(value)));
  }

  /** Creates the averages for these variables now rather than at their first step; a tracer needs them to exist. */
  prepare(variables: readonly tf.Variable[]): void {
    for (const variable of variables) this.slotsOf(variable);
  }

  /** The averages that are kept for a variable; with the powers of β they are the optimizer's whole state. */
  averagesOf(variable: tf.Variable): { mean: tf.Variable; meanSquare: tf.Variable } {
    return this.slotsOf(variable);
  }

  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    tf.tidy(() => {
      this.beta1Power.assign(tf.mul(this.beta1Power, this.beta1));
      this.beta2Power.assign(tf.mul(this.beta2Power, this.beta2));
      const stepSize = tf.div(this.learningRate, tf.sub(1, this.beta1Power));
      const meanSquareScale = tf.rsqrt(tf.sub(1, this.beta2Power));
      const decay = tf.mul(this.learningRate, this.weightDecay);
      for (const { name, tensor: gradient } of named) {
        const variable = tf.engine().registeredVariables[name];
        if (variable === undefined) throw new RangeError(`no variable is named '${name}'`);
        this.update(this.slotsOf(variable), gradient, { stepSize, meanSquareScale, decay });
      }
    });
    this.incrementIterations();
  }

  private update(
    { variable, mean, meanSquare, decays, rate }: Slots,
    gradient: tf.Tensor,
    step: { stepSize: tf.Tensor; meanSquareScale: tf.Tensor; decay: tf.Tensor },
  ): void {
    mean.assign(tf.add(tf.mul(mean, this.beta1), tf.mul(gradient, 1 - this.beta1)));
    meanSquare.assign(tf.add(tf.mul(meanSquare, this.beta2), tf.mul(tf.square(gradient), 1 - this.beta2)));
    const root = tf.add(tf.mul(tf.sqrt(meanSquare), step.meanSquareScale), this.epsilon);
    const isDecayed = decays && this.weightDecay !== 0;
    const kept = isDecayed ? tf.mul(variable, tf.sub(1, share(step.decay, rate))) : variable;
    variable.assign(tf.sub(kept, tf.div(tf.mul(mean, share(step.stepSize, rate)), root)));
  }

  private slotsOf(variable: tf.Variable): Slots {
    let slots = this.slots.get(variable.name);
    if (slots === undefined) {
      slots = {
        variable,
        mean: stateVariable(tf.zerosLike(variable)),
        meanSquare: stateVariable(tf.zerosLike(variable)),
        decays: this.decays(variable.name),
        rate: this.rates(variable.name),
      };
      this.slots.set(variable.name, slots);
    }
    return slots;
  }

  override dispose(): void {
    const { learningRate, beta1Power, beta2Power } = this;
    tf.dispose([learningRate, beta1Power, beta2Power]);
    for (const { mean, meanSquare } of this.slots.values()) tf.dispose([mean, meanSquare]);
    this.slots.clear();
  }

  getConfig(): tf.serialization.ConfigDict {
    const { beta1, beta2, epsilon, weightDecay } = this;
    const learningRate = this.learningRate.dataSync()[0]!;
    return { learningRate, beta1, beta2, epsilon, weightDecay };
  }
}

/** A variable that outlives the tidy it is made in, and is not trained. */
function stateVariable(initial: tf.Tensor): tf.Variable {
  const variable = tf.variable(initial, false);
  initial.dispose();
  return variable;
}

function share(of: tf.Tensor, rate: number): tf.Tensor {
  return rate === 1 ? of : tf.mul(of, rate);
}

import {
  AdadeltaOptimizer,
  AdagradOptimizer,
  AdamOptimizer,
  AdamaxOptimizer,
  MomentumOptimizer,
  type Optimizer,
  RMSPropOptimizer,
  SGDOptimizer,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { type GraphBuilder } from '../graph/builder';
import { type TensorDType, type Value } from '../graph/value';
import { type TypedArray } from '../runtime/runtime';
import { fieldsOf } from './engine';

/** Makes a scalar input that is read from JavaScript before every run. */
export type AddLiveInput = (name: string, dtype: TensorDType, read: () => TypedArray) => Value;

const optimizerClasses = [
  SGDOptimizer,
  MomentumOptimizer,
  AdadeltaOptimizer,
  AdagradOptimizer,
  AdamOptimizer,
  AdamaxOptimizer,
  RMSPropOptimizer,
];

/**
 * Makes the stock optimizers' learning rates inputs of the program. Adam and its kin keep the rate in a JavaScript
 * field and turn it into a constant in every step; while they are traced the field holds a marker, a number that
 * nothing else uses, and the constant that equals the marker (or its negative) is the input. SGD and momentum keep
 * theirs in tensors of their own, which become inputs as they are.
 */
export class OptimizerInputs {
  /** The optimizers that the step ran, and how many iterations they had counted before. */
  readonly used = new Map<Optimizer, number | undefined>();
  private readonly rates = new Map<number, Value>();
  private readonly tensors = new Map<object, Value>();

  constructor(private readonly addLiveInput: AddLiveInput) {}

  /** Runs the step while the optimizers' `applyGradients` are watched. */
  watch<T>(step: () => T): T {
    const originals = optimizerClasses.map(({ prototype }) => prototype.applyGradients);
    optimizerClasses.forEach(({ prototype }, i) => {
      const original = originals[i] ?? prototype.applyGradients;
      const watched = (optimizer: Optimizer, gradients: Parameters<typeof original>[0]) =>
        this.marked(optimizer, () => original.call(optimizer, gradients));
      prototype.applyGradients = function (this: Optimizer, gradients: Parameters<typeof original>[0]) {
        watched(this, gradients);
      };
    });
    try {
      return step();
    } finally {
      optimizerClasses.forEach(({ prototype }, i) => {
        prototype.applyGradients = originals[i] ?? prototype.applyGradients;
      });
    }
  }

  /** A trace is no iteration. */
  restoreIterations(): void {
    for (const [optimizer, count] of this.used) {
      if (count === undefined) delete fieldsOf(optimizer).iterations_;
      else fieldsOf(optimizer).iterations_ = count;
    }
  }

  /** The input that a number stands for, if it is a marker. */
  numberWritten(graph: GraphBuilder, number: number): Value | undefined {
    const rate = this.rates.get(Math.abs(number));
    return rate && (number < 0 ? graph.unary('Neg', rate) : rate);
  }

  /** The input that a tensor stands for, if an optimizer keeps it. */
  valueOf(tensor: TensorInfo): Value | undefined {
    return this.tensors.get(tensor.dataId);
  }

  private marked(optimizer: Optimizer, apply: () => void): void {
    const fields = fieldsOf(optimizer);
    const { learningRate } = fields;
    if (!this.used.has(optimizer)) {
      this.used.set(optimizer, fields.iterations_);
      this.keepTensors(optimizer);
    }
    if (typeof learningRate !== 'number') return apply();

    const marker = Math.fround(1.7e-31 * (this.rates.size + 1));
    const rate = this.addLiveInput('learning_rate', 'float32', () =>
      Float32Array.of(fields.learningRate ?? 0),
    );
    this.rates.set(marker, rate);
    fields.learningRate = marker;
    try {
      apply();
    } finally {
      fields.learningRate = learningRate;
    }
  }

  private keepTensors(optimizer: Optimizer): void {
    const fields = fieldsOf(optimizer);
    for (const key of ['c', 'm'] as const) {
      const tensor = fields[key];
      if (!tensor) continue;
      const read = () => (fields[key] ?? tensor).dataSync<'float32'>();
      this.tensors.set(tensor.dataId, this.addLiveInput('optimizer', 'float32', read));
    }
  }
}

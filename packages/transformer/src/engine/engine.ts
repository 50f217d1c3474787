import type { Tensor } from '@tensorflow/tfjs-core';

/** Which way steps are computed. `auto`: compiled where a runtime is installed, eager otherwise. */
export type EngineName = 'auto' | 'compiled' | 'eager';

/** Numbers with a shape, not yet a tensor: what a batch is made of. */
export interface ArrayInput {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** A computation on tensors alone, that may read and assign variables. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor;

/** A tensor function made ready to run many times. */
export interface PreparedFunction {
  run(inputs: readonly ArrayInput[]): Promise<Float32Array>;
  /** Brings every variable up to date with the runs so far. */
  sync(): void;
  dispose(): Promise<void>;
}

/** What computes training steps and predictions. The trainer owns this port; `@heph/compile` satisfies it too. */
export interface Engine {
  readonly name: 'compiled' | 'eager';
  /** Why this one, in words for the history. */
  readonly reason: string;
  prepare(compute: TensorFunction): PreparedFunction;
}

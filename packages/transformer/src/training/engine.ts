import type { TrainStep } from './train-step';
import type { ArrayInput } from './training-task';

/** Which way steps are computed. `auto`: compiled where a runtime is installed, eager otherwise. */
export type EngineName = 'auto' | 'compiled' | 'eager';

/** A training step made ready to run many times. */
export interface PreparedStep {
  /** Runs one step and gives its loss. */
  run(inputs: readonly ArrayInput[]): Promise<number>;
  /** Brings every variable up to date with the steps run so far. */
  sync(): Promise<void>;
  dispose(): void;
}

/** What the trainer needs of whatever computes its steps. */
export interface Engine {
  readonly name: 'compiled' | 'eager';
  prepare(step: TrainStep): Promise<PreparedStep>;
}

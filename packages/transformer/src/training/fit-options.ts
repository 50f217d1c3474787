import type { OptionNames } from '@heph/data';
import {
  checkFraction,
  checkNonNegative,
  checkOneOf,
  checkPositive,
  checkPositiveInteger,
  type ProgressOptions,
} from '@heph/estimator';
import type { Callback, CustomCallbackArgs } from '@tensorflow/tfjs-layers';
import type { EngineName } from '../engine/engine';

export type FitCallback = Callback | CustomCallbackArgs;

/** Weights that an epoch ends with: their moving average over the steps, or those of the last step as they are. */
export type TrainedWeights = 'average' | 'raw';

export type WeightsOption = TrainedWeights | 'better';

/** Options of every `fit`, named as in `tf.LayersModel.fit` where that has them. */
export interface FitOptions extends ProgressOptions {
  /** Passes over the training rows. Default 60. */
  epochs?: number;
  /** Rows a step; what is left over at the end of an epoch waits for the next shuffle. Default 256. */
  batchSize?: number;
  /** Peak learning rate; it rises over the first steps and falls to zero along a cosine. Default 1e-3. */
  learningRate?: number;
  /**
   * Peak learning rate of the encoder, where it is to differ from the head's: what has been pre-trained may be meant to
   * stay close to that, and at 0 it stays as it is. Default: `learningRate`.
   */
  encoderLearningRate?: number;
  /** Share of the steps in which the learning rate rises. Default 0.05. */
  warmupFraction?: number;
  /** Decoupled weight decay on the matrices. Default 1e-2. */
  weightDecay?: number;
  /** Gradients are scaled so that their joint norm stays below this. Default 1. */
  maxGradientNorm?: number;
  /** Decay of the moving average of the weights. Default 0.998. */
  averageDecay?: number;
  /**
   * Which weights are validated and kept: the moving average, those of the last step (`'raw'`), or of the two, at
   * every epoch, whichever predicts the validation rows better. Without such rows `'better'` is the average. Default
   * 'better'.
   */
  weights?: WeightsOption;
  /** Stop after this many epochs without a better validation loss; `Infinity`: never. Default 16. */
  patience?: number;
  /** `tf.Callback`s or plain objects with `onEpochEnd` and the like. */
  callbacks?: FitCallback | FitCallback[];
  /**
   * Stops training within one step. Where an epoch has ended by then, the model has the best weights so far, and `fit`
   * resolves with `stopReason: 'aborted'`; otherwise it rejects with a HephError `aborted`, and the model stays as it was.
   */
  signal?: AbortSignal | undefined;
  /** Shuffles the rows. Default: the model's own seed. */
  seed?: number;
  /** How steps are computed. Default 'auto'. */
  engine?: EngineName;
  /**
   * A folder for checkpoints (Node.js only): after every epoch it holds everything that training goes on from. A `fit`
   * of the same model on the same data with the same options goes on from there, bit by bit as if it had never
   * stopped; where the training was finished, it takes over weights and history at once. Default: none.
   */
  checkpointDir?: string;
}

export const fitOptionNames: OptionNames<FitOptions> = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  encoderLearningRate: true,
  warmupFraction: true,
  weightDecay: true,
  maxGradientNorm: true,
  averageDecay: true,
  weights: true,
  patience: true,
  callbacks: true,
  onProgress: true,
  signal: true,
  seed: true,
  engine: true,
  checkpointDir: true,
};

type OptionalOnly = 'signal' | 'onProgress' | 'callbacks' | 'checkpointDir' | 'encoderLearningRate';

export type TrainingOptions = Required<Omit<FitOptions, OptionalOnly>> & Pick<FitOptions, OptionalOnly>;

const defaults = {
  epochs: 60,
  batchSize: 256,
  learningRate: 1e-3,
  warmupFraction: 0.05,
  weightDecay: 1e-2,
  maxGradientNorm: 1,
  averageDecay: 0.998,
  weights: 'better' as const,
  patience: 16,
  engine: 'auto' as const,
};

/** @throws RangeError naming the option that is out of range. */
export function resolveFitOptions(options: FitOptions, seed: number): TrainingOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved: TrainingOptions = { ...defaults, seed, ...given };
  checkPositiveInteger('epochs', resolved.epochs);
  checkPositiveInteger('batchSize', resolved.batchSize);
  if (resolved.patience !== Infinity) checkPositiveInteger('patience', resolved.patience);
  checkPositive('learningRate', resolved.learningRate);
  if (resolved.encoderLearningRate !== undefined)
    checkNonNegative('encoderLearningRate', resolved.encoderLearningRate);
  checkPositive('maxGradientNorm', resolved.maxGradientNorm);
  checkFraction('warmupFraction', resolved.warmupFraction);
  checkFraction('weightDecay', resolved.weightDecay);
  checkFraction('averageDecay', resolved.averageDecay);
  checkOneOf('weights', resolved.weights, ['better', 'average', 'raw']);
  checkOneOf('engine', resolved.engine, ['auto', 'compiled', 'eager']);
  return resolved;
}

/** Those options that say what a training does, not how, where or for whom. */
export function recipe(options: TrainingOptions): Record<string, unknown> {
  const {
    signal: _signal,
    callbacks: _callbacks,
    onProgress: _onProgress,
    checkpointDir: _checkpointDir,
    engine: _engine,
    ...rest
  } = options;
  return rest;
}

import { createRandom, HephError, randomFromState } from '@heph/data';
import { Progress, type FitProgress } from '@heph/estimator';
import type { ArrayInput, PreparedFunction } from '../engine/engine';
import type { CheckpointProgress } from './checkpoint';
import type { TrainingOptions } from './fit-options';
import { warmupCosine } from './learning-rate-schedule';
import type { TrainingTask } from './training-task';
import type { WeightAverage } from './weight-average';

/** The part of a list of callbacks that is told about batches. */
export interface BatchCallbacks {
  onBatchBegin(batch: number): Promise<void>;
  onBatchEnd(batch: number, logs: Record<string, number>): Promise<void>;
}

/** The steps of a training: what they need and how far they have come. */
export class Run {
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  private readonly learningRate: (step: number) => number;
  readonly progress: Progress;
  private shuffle;
  private cells;
  private stepsDone = 0;

  constructor(
    private readonly task: TrainingTask,
    private readonly options: TrainingOptions,
    private readonly lastEpoch = options.epochs,
  ) {
    this.batchSize = Math.min(options.batchSize, task.numRows);
    this.stepsPerEpoch = Math.floor(task.numRows / this.batchSize);
    const totalSteps = options.epochs * this.stepsPerEpoch;
    this.learningRate = warmupCosine(
      options.learningRate,
      totalSteps,
      Math.round(options.warmupFraction * totalSteps),
    );
    this.progress = new Progress(lastEpoch * this.stepsPerEpoch, options);
    this.shuffle = createRandom(options.seed);
    this.cells = createRandom(options.seed);
  }

  get isAborted(): boolean {
    return this.progress.isAborted;
  }

  /** Where the steps and their chance stand. */
  get position(): Pick<CheckpointProgress, 'steps' | 'random'> {
    return {
      steps: this.stepsDone,
      random: { shuffle: this.shuffle.state(), cells: this.cells.state() },
    };
  }

  set position({ steps, random }: Pick<CheckpointProgress, 'steps' | 'random'>) {
    this.stepsDone = steps;
    this.shuffle = randomFromState(random.shuffle);
    this.cells = randomFromState(random.cells);
  }

  /** Runs one epoch; its mean loss, or null if it was stopped on the way. */
  async epoch(
    epoch: number,
    step: PreparedFunction,
    average: WeightAverage,
    callbacks: BatchCallbacks,
  ): Promise<number | null> {
    const order = this.shuffle.permutation(this.task.numRows);
    let sum = 0;
    for (let batch = 0; batch < this.stepsPerEpoch; batch++) {
      if (this.isAborted || this.task.network.stopTraining) return null;
      await callbacks.onBatchBegin(batch);
      const rows = order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
      const learningRate = this.learningRate(this.stepsDone);
      const [loss = NaN] = await step.run([
        scalar(learningRate),
        scalar(average.decayAt(this.stepsDone)),
        ...this.task.batch(rows, this.cells),
      ]);
      if (!Number.isFinite(loss))
        throw new HephError(
          'diverged',
          `the loss became ${loss} in epoch ${epoch + 1}, step ${batch + 1}, at learning rate ${learningRate.toPrecision(3)}`,
        );
      sum += loss;
      this.stepsDone++;
      await callbacks.onBatchEnd(batch, { batch, size: this.batchSize, loss });
      this.tell(epoch, { loss });
      await this.progress.pause();
    }
    return sum / this.stepsPerEpoch;
  }

  /** Reports that there will be no more steps. */
  tellTheEnd(): void {
    const all = this.lastEpoch * this.stepsPerEpoch;
    this.progress.report(all, { epochs: this.lastEpoch });
  }

  /** Reports how far the steps have come. */
  tell(epoch: number, losses: Pick<FitProgress, 'loss' | 'validationLoss'> = {}): void {
    this.progress.report(this.stepsDone, { epoch: epoch + 1, epochs: this.lastEpoch, ...losses });
  }
}

function scalar(value: number): ArrayInput {
  return { values: Float32Array.of(value), shape: [] };
}

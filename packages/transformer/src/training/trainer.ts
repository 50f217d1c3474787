import { createRandom, HephError } from '@heph/data';
import { AdamW } from './adamw';
import { callbackList } from './callbacks';
import { chooseEngine } from './choose-engine';
import { EarlyStopping } from './early-stopping';
import type { PreparedFunction } from './engine';
import type { TrainingOptions } from './fit-options';
import { recordEpoch, type History, type StopReason } from './history';
import { warmupCosine } from './learning-rate-schedule';
import { createTrainStep, trainableVariables } from './train-step';
import type { ArrayInput, TrainingTask } from './training-task';
import { WeightAverage } from './weight-average';
import { WeightSnapshot } from './weight-snapshot';
import { Yielder } from './yielding';

/**
 * Trains a task's network: shuffled batches, warm-up and cosine, clipped gradients, AdamW, averaged weights, and,
 * where there are validation rows, early stopping with the best epoch's weights restored. Afterwards the network
 * holds the averaged weights.
 *
 * @throws HephError `diverged` if the loss stops being finite; the last good weights stay in the network.
 */
export async function train(task: TrainingTask, options: TrainingOptions): Promise<History> {
  const { network } = task;
  const startedAt = performance.now();
  const engine = await chooseEngine(options.engine);
  const history: History = {
    epoch: [],
    history: {},
    bestEpoch: null,
    stopReason: 'completed',
    engine: { name: engine.name, reason: engine.reason },
    seconds: 0,
  };
  const batchSize = Math.min(options.batchSize, task.numRows);
  const stepsPerEpoch = Math.floor(task.numRows / batchSize);
  const callbacks = callbackList(options.callbacks, network, {
    epochs: options.epochs,
    steps: stepsPerEpoch,
    batchSize,
    samples: task.numRows,
  });
  const variables = trainableVariables(network);
  const optimizer = new AdamW({ weightDecay: options.weightDecay, decays: decayedNames(task) });
  optimizer.prepare(variables);
  const average = new WeightAverage(variables, options.averageDecay);
  const best = new WeightSnapshot(network);
  const stopping = new EarlyStopping(options.patience);
  const step = engine.prepare(
    createTrainStep({ task, optimizer, average, maxGradientNorm: options.maxGradientNorm }),
  );
  const validation = task.prepareValidation?.(engine);
  const run = new Run(task, options, step, average, batchSize, stepsPerEpoch);
  network.stopTraining = false;
  try {
    await callbacks.onTrainBegin();
    let stopReason: StopReason | null = null;
    for (let epoch = 0; epoch < options.epochs && stopReason === null; epoch++) {
      await callbacks.onEpochBegin(epoch);
      const loss = await run.epoch(epoch, callbacks);
      step.sync();
      if (loss === null) {
        stopReason = run.isAborted ? 'aborted' : 'callback';
        break;
      }
      average.swap();
      const figures = { loss, ...(await validation?.evaluate()) };
      const watched = 'val_loss' in figures ? figures.val_loss : undefined;
      if (watched === undefined || stopping.improved(epoch, watched)) {
        history.bestEpoch = epoch;
        best.take();
      }
      average.swap();
      recordEpoch(history, epoch, figures);
      await callbacks.onEpochEnd(epoch, { ...figures });
      if (run.isAborted) stopReason = 'aborted';
      else if (network.stopTraining) stopReason = 'callback';
      else if (watched !== undefined && stopping.isExhausted(epoch)) stopReason = 'early-stopping';
    }
    history.stopReason = stopReason ?? 'completed';
    await callbacks.onTrainEnd();
  } finally {
    if (best.isEmpty) average.swap();
    else best.restore();
    await step.dispose();
    await validation?.dispose();
    best.dispose();
    average.dispose();
    optimizer.dispose();
  }
  history.engine = { name: engine.name, reason: engine.reason };
  history.seconds = (performance.now() - startedAt) / 1000;
  return history;
}

/** Matrices decay; biases, norms, embeddings and tokens do not. */
function decayedNames(task: TrainingTask): (name: string) => boolean {
  const decayed = new Set(
    task.network.trainableWeights
      .filter(
        weight =>
          weight.shape.length >= 2 && !/embedding|token|frequenc|bias|query/i.test(weight.originalName),
      )
      .map(weight => weight.name),
  );
  return name => decayed.has(name);
}

/** The steps of a training: what they need and how far they have come. */
class Run {
  private readonly random;
  private readonly learningRate;
  private readonly yielder = new Yielder();
  private stepsDone = 0;

  constructor(
    private readonly task: TrainingTask,
    private readonly options: TrainingOptions,
    private readonly step: PreparedFunction,
    private readonly average: WeightAverage,
    private readonly batchSize: number,
    private readonly stepsPerEpoch: number,
  ) {
    const totalSteps = options.epochs * stepsPerEpoch;
    this.random = createRandom(options.seed);
    this.learningRate = warmupCosine(
      options.learningRate,
      totalSteps,
      Math.round(options.warmupFraction * totalSteps),
    );
  }

  get isAborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  /** Runs one epoch; its mean loss, or null if it was stopped on the way. */
  async epoch(
    epoch: number,
    callbacks: {
      onBatchBegin(batch: number): Promise<void>;
      onBatchEnd(batch: number, logs: Record<string, number>): Promise<void>;
    },
  ): Promise<number | null> {
    const order = this.random.permutation(this.task.numRows);
    let sum = 0;
    for (let batch = 0; batch < this.stepsPerEpoch; batch++) {
      if (this.isAborted || this.task.network.stopTraining) return null;
      await callbacks.onBatchBegin(batch);
      const rows = order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
      const learningRate = this.learningRate(this.stepsDone);
      const [loss = NaN] = await this.step.run([
        scalar(learningRate),
        scalar(this.average.decayAt(this.stepsDone)),
        ...this.task.batch(rows),
      ]);
      if (!Number.isFinite(loss))
        throw new HephError(
          'diverged',
          `the loss became ${loss} in epoch ${epoch + 1}, step ${batch + 1}, at learning rate ${learningRate.toPrecision(3)}; ` +
            'the weights of the last good epoch are kept: a smaller learningRate usually helps',
        );
      sum += loss;
      this.stepsDone++;
      await callbacks.onBatchEnd(batch, { batch, size: this.batchSize, loss });
      await this.yielder.turn();
    }
    return sum / this.stepsPerEpoch;
  }
}

function scalar(value: number): ArrayInput {
  return { values: Float32Array.of(value), shape: [] };
}

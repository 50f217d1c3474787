import { HephError } from '@heph/data';
import { chooseEngine } from '../engine/choose-engine';
import { ENCODER_PREFIX } from '../network/encoder-graph';
import { namedWeights } from '../storage/network-weights';
import { AdamW } from './adamw';
import { callbackList } from './callbacks';
import type { CheckpointFolder } from './checkpoint-folder';
import { CurrentWeights } from './current-weights';
import { EarlyStopping } from './early-stopping';
import type { TrainingOptions } from './fit-options';
import { emptyHistory, recordEpoch, type History, type StopReason } from './history';
import { Run } from './run';
import { createTrainStep, trainableVariables } from './train-step';
import type { TrainingTask } from './training-task';
import { TrainingTensors } from './training-tensors';
import { WeightAverage } from './weight-average';
import { WeightChoice } from './weight-choice';
import { WeightSnapshot } from './weight-snapshot';

/** How a training ended. */
export interface TrainingOutcome {
  /** As far as it came; `bestEpoch` is null where it came to nothing, and the network's weights are of no use. */
  history: History;
  /** What ended it before its time: a loss that is no number, or an error of a callback. */
  failure: { error: unknown } | null;
}

/**
 * Trains a task's network: shuffled batches, warm-up and cosine, clipped gradients, AdamW, averaged weights, and,
 * where there are validation rows, early stopping. Afterwards the network holds the best weights there were, averaged
 * or not, or without validation rows the last ones.
 *
 * @param lastEpoch stop after so many epochs of a schedule for `options.epochs`
 * @param checkpoints where to leave a checkpoint after every epoch, and to go on from one; null for neither
 * @returns the history, and a HephError `diverged` where the loss stopped being finite
 */
export async function train(
  task: TrainingTask,
  options: TrainingOptions,
  checkpoints: CheckpointFolder | null,
  lastEpoch = options.epochs,
): Promise<TrainingOutcome> {
  const { network } = task;
  const startedAt = performance.now();
  const engine = await chooseEngine(options.engine);
  const run = new Run(task, options, lastEpoch);
  const trained = trainableVariables(network);
  const weights = namedWeights(network);
  const optimizer = new AdamW({
    weightDecay: options.weightDecay,
    decays: decayedNames(task),
    rates: ratesOf(task, options),
  });
  optimizer.prepare(trained);
  const average = new WeightAverage(trained, options.averageDecay);
  const best = new WeightSnapshot(weights);
  const stopping = new EarlyStopping(options.patience);
  const tensors = new TrainingTensors({ weights, trained, optimizer, average, best });
  const step = engine.prepare(
    createTrainStep({ task, optimizer, average, maxGradientNorm: options.maxGradientNorm }),
  );
  const validation = task.prepareValidation?.(engine);
  const choice = new WeightChoice({ which: options.weights, average, best, stopping, validation });
  const current = new CurrentWeights(network, () => step.sync());
  network.stopTraining = false;
  const history = emptyHistory();
  try {
    const checkpoint = checkpoints?.checkpoint ?? null;
    if (checkpoint !== null) {
      const { progress } = checkpoint;
      tensors.write(checkpoint.tensors);
      run.position = progress;
      if (progress.best !== null) stopping.restore(progress.best);
      Object.assign(history, progress.history);
      choice.kept = keptIn(history);
      if (progress.isFinished) {
        choice.settle();
        return outcomeOf(history);
      }
    }
    const secondsBefore = history.seconds;
    const callbacks = callbackList(options.callbacks, network, {
      epochs: lastEpoch,
      initialEpoch: history.epoch.length,
      steps: run.stepsPerEpoch,
      batchSize: run.batchSize,
      samples: task.numRows,
    });
    await callbacks.onTrainBegin();
    let stopReason: StopReason | null = null;
    for (let epoch = history.epoch.length; epoch < lastEpoch && stopReason === null; epoch++) {
      await callbacks.onEpochBegin(epoch);
      const loss = await run.epoch(epoch, step, average, current.seenBy(callbacks));
      step.sync();
      if (loss === null) {
        stopReason = run.isAborted ? 'aborted' : 'callback';
        break;
      }
      const figures: Record<string, number> = { loss, ...(await choice.judge(epoch)) };
      run.tell(epoch, losses(figures));
      recordEpoch(history, epoch, figures);
      history.bestEpoch = choice.kept?.epoch ?? null;
      history.bestWeights = choice.kept?.weights ?? null;
      history.engine = { name: engine.name, reason: engine.reason };
      history.seconds = secondsBefore + (performance.now() - startedAt) / 1000;
      const isExhausted = validation !== undefined && stopping.isExhausted(epoch);
      history.stopReason = isExhausted ? 'early-stopping' : 'completed';
      const isFinished = isExhausted || epoch + 1 === lastEpoch;
      await checkpoints?.write(
        { epochs: epoch + 1, ...run.position, best: stopping.best, history, isFinished },
        tensors.read(),
      );
      await callbacks.onEpochEnd(epoch, { ...figures });
      if (run.isAborted) stopReason = 'aborted';
      else if (network.stopTraining) stopReason = 'callback';
      else if (isExhausted) stopReason = 'early-stopping';
    }
    history.stopReason = stopReason ?? 'completed';
    if (stopReason === 'early-stopping') run.tellTheEnd();
    history.engine = { name: engine.name, reason: engine.reason };
    choice.settle();
    await callbacks.onTrainEnd();
    history.seconds = secondsBefore + (performance.now() - startedAt) / 1000;
    return outcomeOf(history);
  } catch (error) {
    choice.settle();
    history.bestEpoch = choice.kept?.epoch ?? null;
    history.bestWeights = choice.kept?.weights ?? null;
    return { history, failure: { error } };
  } finally {
    current.dispose();
    await step.dispose();
    await validation?.dispose();
    best.dispose();
    average.dispose();
    optimizer.dispose();
  }
}

/** What progress is told of an epoch's figures. */
function losses({ loss, val_loss }: Record<string, number>) {
  return { loss: loss!, ...(val_loss === undefined ? {} : { validationLoss: val_loss }) };
}

/** Epochs that came to their end without a finite number: that training has diverged, though no step's loss has. */
function outcomeOf(history: History): TrainingOutcome {
  const isWhole = history.stopReason === 'completed' || history.stopReason === 'early-stopping';
  if (history.bestEpoch !== null || !isWhole) return { history, failure: null };
  const message = `none of ${history.epoch.length} epochs gave weights by which losses are finite numbers`;
  return { history, failure: { error: new HephError('diverged', message) } };
}

function keptIn({ bestEpoch, bestWeights }: History): WeightChoice['kept'] {
  return bestEpoch === null || bestWeights === null ? null : { epoch: bestEpoch, weights: bestWeights };
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

/** The encoder may learn at a rate of its own. */
function ratesOf(
  task: TrainingTask,
  { learningRate, encoderLearningRate }: TrainingOptions,
): (name: string) => number {
  const inEncoder = new Set(
    task.network.trainableWeights
      .filter(({ originalName }) => originalName.startsWith(ENCODER_PREFIX))
      .map(({ name }) => name),
  );
  const rate = (encoderLearningRate ?? learningRate) / learningRate;
  return name => (inEncoder.has(name) ? rate : 1);
}

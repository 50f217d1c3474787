import {
  HephError,
  modelFolderExists,
  parseStrictJson,
  readModelFolder,
  writeModelFolder,
  type RandomState,
} from '@heph/data';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '../storage/safetensors';
import type { History } from './history';
import type { RunIdentity } from './run-identity';

/** How far a training has come, apart from its tensors. */
export interface CheckpointProgress {
  /** Epochs finished, and steps since the first. */
  readonly epochs: number;
  readonly steps: number;
  /** Where the streams of random numbers stand that shuffle rows and that change the cells of batches. */
  readonly random: { readonly shuffle: RandomState; readonly cells: RandomState };
  /** The best epoch so far and its validation loss; null without validation rows. */
  readonly best: { readonly epoch: number; readonly loss: number } | null;
  readonly history: History;
  /** Whether there is nothing left to do. */
  readonly isFinished: boolean;
}

/** Everything that a training goes on from, as if it had never stopped. */
export interface Checkpoint {
  readonly identity: RunIdentity;
  readonly progress: CheckpointProgress;
  readonly tensors: readonly StoredTensor[];
}

const FORMAT = 'heph-training-checkpoint';
const STATE = 'state.json';
const TENSORS = 'tensors.safetensors';

/** Replaces the folder's checkpoint in one go: a process killed at any moment leaves the old one or the new. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { identity, progress, tensors } = checkpoint;
  // Within a file whose hash the manifest holds, so that a changed digit is noticed.
  const state = new TextEncoder().encode(JSON.stringify({ identity, progress }));
  await writeModelFolder(
    directory,
    { format: FORMAT },
    { [STATE]: state, [TENSORS]: encodeSafetensors(tensors) },
  );
}

/**
 * The checkpoint in a folder; null where there is nothing yet.
 *
 * @throws HephError `invalid-file` if it is not whole, or the folder holds something else.
 */
export async function readCheckpoint(directory: string): Promise<Checkpoint | null> {
  if (!(await modelFolderExists(directory))) return null;
  const { manifest, files } = await readModelFolder(directory);
  const [state, tensors] = [files[STATE], files[TENSORS]];
  if (manifest.format !== FORMAT || state === undefined || tensors === undefined)
    throw new HephError(
      'invalid-file',
      `${directory}: expected a checkpoint of a training, or nothing; received another kind of model folder`,
    );
  return { ...parsedState(state, directory), tensors: decodeSafetensors(tensors) };
}

function parsedState(bytes: Uint8Array, directory: string): Omit<Checkpoint, 'tensors'> {
  let state: unknown;
  try {
    state = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HephError('invalid-file', `${directory}: expected JSON in ${STATE}`, { cause });
  }
  if (!isState(state))
    throw new HephError('invalid-file', `${directory}: expected the state of a training in ${STATE}`);
  const { identity, progress } = state;
  // JSON has no NaN and writes null: a figure may have been one.
  const history = Object.entries(progress.history.history).map(([name, figures]) => [
    name,
    figures.map(figure => figure ?? NaN),
  ]);
  return {
    identity,
    progress: { ...progress, history: { ...progress.history, history: Object.fromEntries(history) } },
  };
}

function isState(state: unknown): state is Omit<Checkpoint, 'tensors'> {
  if (!isObject(state) || !isObject(state.identity) || !isObject(state.progress)) return false;
  const { epochs, steps, random, best, history, isFinished } = state.progress;
  return (
    isCount(epochs) &&
    isCount(steps) &&
    isObject(random) &&
    isRandomState(random.shuffle) &&
    isRandomState(random.cells) &&
    (best === null || (isObject(best) && isCount(best.epoch) && Number.isFinite(best.loss))) &&
    typeof isFinished === 'boolean' &&
    isHistory(history, epochs)
  );
}

function isHistory(history: unknown, epochs: number): boolean {
  if (!isObject(history) || !isObject(history.history) || !isObject(history.engine)) return false;
  const lists = [history.epoch, ...Object.values(history.history)];
  return (
    lists.every(list => Array.isArray(list) && list.length === epochs) &&
    (history.bestEpoch === null || isCount(history.bestEpoch)) &&
    [null, 'average', 'raw'].includes(history.bestWeights as string | null) &&
    typeof history.stopReason === 'string' &&
    typeof history.engine.name === 'string' &&
    typeof history.engine.reason === 'string' &&
    Number.isFinite(history.seconds)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRandomState(value: unknown): boolean {
  return Array.isArray(value) && value.length === 4 && value.every(Number.isInteger) && value.some(Boolean);
}

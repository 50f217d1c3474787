import { count, decimal, duration } from '../format';
import type { FitProgress } from '../models/model';
import type { ModelResult } from './model-result';

export interface Task {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly total: number;
}

/** What is shown of a fit that is done: its error on the test rows, and how long it took. */
export type FitOutcome = Pick<ModelResult, 'mse' | 'fitSeconds'>;

/** What a person sees while models are fitted. Its methods may be passed around on their own. */
export interface ProgressView {
  begin(task: Task): void;
  update(progress: FitProgress): void;
  end(result: FitOutcome): void;
  /** A task that an earlier run has finished. */
  keep(task: Task, result: FitOutcome): void;
  /** Leaves the terminal as it was, whether or not the last task came to its end. */
  close(): void;
}

export function describeTask({ name, position, total }: Task): string {
  return `[${position}/${total}] ${name}`;
}

export function describeResult(result: FitOutcome): string {
  return `MSE ${decimal(result.mse, 2)}, fitted in ${duration(result.fitSeconds)}`;
}

export function describeKept(task: Task, { mse }: FitOutcome): string {
  return `${describeTask(task)}: MSE ${decimal(mse, 2)}, kept from before`;
}

/** Time left, epoch, loss and speed, as far as they are known; what matters most comes first, for narrow terminals. */
export function describeProgress(progress: FitProgress, elapsedSeconds: number): string {
  const { fraction = 0, epoch, epochs, loss, rowsPerSecond } = progress;
  const parts: string[] = [];
  if (fraction > 0 && fraction < 1)
    parts.push(`${duration((elapsedSeconds * (1 - fraction)) / fraction)} left`);
  if (epoch !== undefined) parts.push(`epoch ${epoch}${epochs === undefined ? '' : `/${epochs}`}`);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(3)}`);
  if (rowsPerSecond !== undefined) parts.push(`${count(rowsPerSecond)} rows/s`);
  return parts.join(', ');
}

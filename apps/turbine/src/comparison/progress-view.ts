import { count, decimal, duration } from '../format';
import type { FitProgress } from '../models/model';
import type { ModelResult } from './model-result';

export interface Task {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly total: number;
}

/** What a person sees while models are fitted. Its methods may be passed around on their own. */
export interface ProgressView {
  begin(task: Task): void;
  update(progress: FitProgress): void;
  end(result: ModelResult): void;
  /** Leaves the terminal as it was, whether or not the last task came to its end. */
  close(): void;
}

export function describeTask({ name, position, total }: Task): string {
  return `[${position}/${total}] ${name}`;
}

export function describeResult(result: ModelResult): string {
  return `MSE ${decimal(result.mse, 2)}, fitted in ${duration(result.fitSeconds)}`;
}

/** Epoch, loss, speed and time left, as far as they are known. */
export function describeProgress(progress: FitProgress, elapsedSeconds: number): string {
  const { fraction, epoch, epochs, loss, rowsPerSecond } = progress;
  const parts: string[] = [];
  if (epoch !== undefined)
    parts.push(epochs === undefined ? `epoch ${epoch}` : `epoch ${epoch} of ${epochs}`);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(3)}`);
  if (rowsPerSecond !== undefined) parts.push(`${count(rowsPerSecond)} rows/s`);
  if (fraction !== undefined && fraction > 0 && fraction < 1)
    parts.push(`${duration((elapsedSeconds * (1 - fraction)) / fraction)} left`);
  return parts.join(', ');
}

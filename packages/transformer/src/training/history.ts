import type { TrainedWeights } from './fit-options';

export type StopReason = 'completed' | 'early-stopping' | 'callback' | 'aborted';

/** How a training went: as `tf.History`, with what a reader wants to know besides. */
export interface History {
  /** Epochs that were finished, counted from 0. */
  readonly epoch: number[];
  /**
   * A list a figure, one entry an epoch: `loss`, and with validation rows `val_loss` and what the model adds. Where
   * both the averaged and the raw weights were validated, these are the figures of the better ones, with
   * `val_loss_average` and `val_loss_raw` beside them.
   */
  readonly history: Record<string, number[]>;
  /** The epoch whose weights the model now has; null when training was stopped before its first end, and the model stayed as it was. */
  bestEpoch: number | null;
  /** Which weights of that epoch they are. */
  bestWeights: TrainedWeights | null;
  stopReason: StopReason;
  /** How the steps were computed, and why so. */
  engine: { readonly name: 'compiled' | 'eager'; readonly reason: string };
  /** With `refit`: the training on all rows that the model's weights come from; not there where none took place. */
  refit?: History;
  /** Wall time of the whole fit, in seconds; after a resume, of all its parts together. */
  seconds: number;
}

/** Of a training that has not begun. */
export function emptyHistory(): History {
  return {
    epoch: [],
    history: {},
    bestEpoch: null,
    bestWeights: null,
    stopReason: 'completed',
    engine: { name: 'eager', reason: '' },
    seconds: 0,
  };
}

export function recordEpoch(history: History, epoch: number, figures: Record<string, number>): void {
  history.epoch.push(epoch);
  for (const [name, value] of Object.entries(figures)) (history.history[name] ??= []).push(value);
}

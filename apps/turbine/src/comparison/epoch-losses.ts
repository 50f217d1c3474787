import type { FitProgress } from '../models/model';

/** How well a network did at the end of an epoch: mean squared errors of the standardised target. */
export interface EpochLoss {
  /** From 1. */
  readonly epoch: number;
  /** On the training rows, a running mean over the last batches. */
  readonly training: number;
  /** On the validation rows; absent where the fit does not tell. */
  readonly validation?: number;
}

/** What a fit may tell of an epoch that has ended, besides what is shown while it runs. */
export type EpochProgress = FitProgress & { readonly validationLoss?: number };

/** Remembers the last losses of every epoch that a fit reports. */
export class EpochLosses {
  private readonly losses = new Map<number, EpochLoss>();

  readonly hear = ({ epoch, loss, validationLoss }: EpochProgress): void => {
    if (epoch === undefined || loss === undefined || !Number.isFinite(loss)) return;
    this.losses.set(epoch, {
      epoch,
      training: loss,
      ...(validationLoss === undefined ? {} : { validation: validationLoss }),
    });
  };

  /** The first epoch first; none of a model that has no epochs. */
  get all(): EpochLoss[] {
    return [...this.losses.values()].sort((one, other) => one.epoch - other.epoch);
  }
}

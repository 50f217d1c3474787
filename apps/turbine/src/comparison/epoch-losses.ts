import type { FitProgress } from '../models/model';

/** How well a network did at the end of an epoch: mean squared errors of the standardised target. */
export interface EpochLoss {
  /** From 1. */
  readonly epoch: number;
  /** On the training rows, a running mean over the last batches. */
  readonly training: number;
  /** On the validation rows. */
  readonly validation: number;
}

/** What a fit may tell of an epoch that has been judged, besides what is shown while it runs. */
export type EpochProgress = FitProgress & { readonly validationLoss?: number };

/**
 * Remembers the losses of every epoch that was judged on validation rows. Other trainings of the same fit, such as one
 * without labels before or one on all rows afterwards, have no such loss and leave no trace.
 */
export class EpochLosses {
  private readonly losses: EpochLoss[] = [];

  readonly hear = ({ epoch, loss, validationLoss }: EpochProgress): void => {
    if (epoch === undefined || loss === undefined || validationLoss === undefined) return;
    this.losses.push({ epoch, training: loss, validation: validationLoss });
  };

  /** The first epoch first; none of a model that has no epochs. */
  get all(): readonly EpochLoss[] {
    return this.losses;
  }
}

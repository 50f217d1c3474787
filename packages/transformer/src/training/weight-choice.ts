import type { EarlyStopping } from './early-stopping';
import type { TrainedWeights, WeightsOption } from './fit-options';
import type { Validation } from './training-task';
import type { WeightAverage } from './weight-average';
import type { WeightSnapshot } from './weight-snapshot';

export interface WeightChoiceParts {
  which: WeightsOption;
  average: WeightAverage;
  best: WeightSnapshot;
  stopping: EarlyStopping;
  validation: Validation | undefined;
}

/** Judges the weights of every epoch, and keeps the best: their moving average, or those of the last step. */
export class WeightChoice {
  /** The epoch that the best weights are of, and which of its two they are; null before the first is judged. */
  kept: { epoch: number; weights: TrainedWeights } | null = null;

  /** Checkpoints have a place for the best weights, which is never empty. */
  constructor(private readonly parts: WeightChoiceParts) {
    parts.best.take();
  }

  /** The figures of an epoch: those of the better weights, and the loss of each where both are judged. */
  async judge(epoch: number): Promise<Record<string, number>> {
    if (this.parts.validation === undefined) {
      await this.under(this.withoutRows, async () => {
        if (await this.parts.best.isFinite()) this.keep(epoch, this.withoutRows);
      });
      return {};
    }
    const { which } = this.parts;
    if (which !== 'better') return this.evaluate(epoch, which, this.parts.validation);
    const average = await this.evaluate(epoch, 'average', this.parts.validation);
    const raw = await this.evaluate(epoch, 'raw', this.parts.validation);
    const better = raw.val_loss < average.val_loss || Number.isNaN(average.val_loss) ? raw : average;
    return { ...better, val_loss_average: average.val_loss, val_loss_raw: raw.val_loss };
  }

  /** Leaves the best weights in the network; before any were kept, those of the beginning. */
  settle(): void {
    this.parts.best.restore();
  }

  private get withoutRows(): TrainedWeights {
    return this.parts.which === 'raw' ? 'raw' : 'average';
  }

  private evaluate(epoch: number, weights: TrainedWeights, validation: Validation) {
    return this.under(weights, async () => {
      const figures = await validation.evaluate();
      if (this.parts.stopping.improved(epoch, figures.val_loss)) this.keep(epoch, weights);
      return figures;
    });
  }

  private keep(epoch: number, weights: TrainedWeights): void {
    this.parts.best.take();
    this.kept = { epoch, weights };
  }

  /** Does something while the network has those weights; it goes on training with its own. */
  private async under<T>(weights: TrainedWeights, action: () => Promise<T>): Promise<T> {
    if (weights === 'raw') return action();
    this.parts.average.swap();
    try {
      return await action();
    } finally {
      this.parts.average.swap();
    }
  }
}

/** Keeps the best epoch in mind, and says when none has been better for `patience` epochs. */
export class EarlyStopping {
  private bestLoss = Infinity;
  private bestEpoch = -1;

  constructor(private readonly patience: number) {}

  /** The best epoch so far and its loss; null before there is one. */
  get best(): { epoch: number; loss: number } | null {
    return this.bestEpoch < 0 ? null : { epoch: this.bestEpoch, loss: this.bestLoss };
  }

  restore(best: { epoch: number; loss: number }): void {
    this.bestEpoch = best.epoch;
    this.bestLoss = best.loss;
  }

  /** Takes an epoch's validation loss; true if it is the best so far. */
  improved(epoch: number, loss: number): boolean {
    if (!(loss < this.bestLoss)) return false;
    this.bestLoss = loss;
    this.bestEpoch = epoch;
    return true;
  }

  isExhausted(epoch: number): boolean {
    return epoch - this.bestEpoch >= this.patience;
  }
}

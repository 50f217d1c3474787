/** Keeps the best epoch in mind, and says when none has been better for `patience` epochs. */
export class EarlyStopping {
  bestLoss = Infinity;
  bestEpoch = -1;

  constructor(private readonly patience: number) {}

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

import { HephError } from '@heph/data';

/** Lets one fit at a time change a model; whatever else would change it meanwhile is refused. */
export class FitTurn {
  private isTaken = false;

  /** @param kind the model's class, for the message */
  constructor(private readonly kind: () => string) {}

  /**
   * Does a fit, during which there is no other.
   *
   * @throws HephError `busy` if there is one
   */
  async take<T>(fit: () => Promise<T>): Promise<T> {
    this.requireFree('fit');
    this.isTaken = true;
    try {
      return await fit();
    } finally {
      this.isTaken = false;
    }
  }

  /**
   * @param what the method that is asked for
   * @throws HephError `busy` during a fit
   */
  requireFree(what: string): void {
    if (this.isTaken)
      throw new HephError(
        'busy',
        `this ${this.kind()} is being fitted: expected ${what} to wait until that fit has ended (its signal stops it)`,
      );
  }
}

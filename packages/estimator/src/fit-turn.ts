import { HephError } from '@heph/data';

/** Lets one fit at a time change a model; whatever else would change it meanwhile is refused. */
export class FitTurn {
  private isTaken = false;

  /**
   * Does a fit, during which there is no other.
   *
   * @param kind the model's class, for the message
   * @throws HephError `busy` if there is one
   */
  async take<T>(kind: string, fit: () => Promise<T>): Promise<T> {
    this.requireFree(kind, 'fit');
    this.isTaken = true;
    try {
      return await fit();
    } finally {
      this.isTaken = false;
    }
  }

  /**
   * @param kind the model's class
   * @param what the method that is asked for
   * @throws HephError `busy` during a fit
   */
  requireFree(kind: string, what: string): void {
    if (this.isTaken)
      throw new HephError(
        'busy',
        `this ${kind} is being fitted: expected ${what} to wait until that fit has ended (its signal stops it)`,
      );
  }
}

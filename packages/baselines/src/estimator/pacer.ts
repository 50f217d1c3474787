import { HephError } from '@heph/data';

const millisecondsBetweenTurns = 40;

/** Between the steps of long work: reports progress, obeys the signal, and lets the event loop have its turn. */
export class Pacer {
  private lastTurn = performance.now();

  constructor(
    private readonly total: number,
    private readonly options: {
      onProgress?: ((done: number, total: number) => void) | undefined;
      signal?: AbortSignal | undefined;
    } = {},
  ) {}

  /**
   * To be awaited after each step.
   * @param done how many steps are done
   * @throws HephError `aborted`
   */
  async step(done: number): Promise<void> {
    const { onProgress, signal } = this.options;
    onProgress?.(done, this.total);
    if (performance.now() - this.lastTurn >= millisecondsBetweenTurns) {
      await new Promise<void>(resolve => setTimeout(resolve));
      this.lastTurn = performance.now();
    }
    if (signal?.aborted)
      throw new HephError('aborted', `aborted after ${done} of ${this.total} steps`, {
        cause: signal.reason,
      });
  }
}

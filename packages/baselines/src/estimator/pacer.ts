import { HephError } from '@heph/data';

const millisecondsBetweenTurns = 40;

/** Between the steps of long work: reports progress, obeys the signal, and lets the event loop have its turn. */
export class Pacer {
  private lastTurn = performance.now();
  private done = 0;

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
    this.report(done);
    await this.turn();
  }

  /** Whether it is time for {@link turn}: short steps need not wait for it to find out. */
  get isDue(): boolean {
    return performance.now() - this.lastTurn >= millisecondsBetweenTurns;
  }

  /**
   * As `step`, within a step.
   * @throws HephError `aborted`
   */
  async turn(): Promise<void> {
    if (this.isDue) {
      await new Promise<void>(resolve => setTimeout(resolve));
      this.lastTurn = performance.now();
    }
    if (this.options.signal?.aborted) throw this.aborted();
  }

  /** Instead of `step`, for work on other threads, which leaves the event loop to itself: reports progress only. */
  report(done: number): void {
    this.done = done;
    this.options.onProgress?.(done, this.total);
  }

  /**
   * Calls back at once when the signal aborts, and straight away if it has already.
   * @returns what ends that
   */
  onAbort(stop: (error: HephError) => void): () => void {
    const { signal } = this.options;
    const listener = () => stop(this.aborted());
    if (signal?.aborted) listener();
    else signal?.addEventListener('abort', listener, { once: true });
    return () => signal?.removeEventListener('abort', listener);
  }

  private aborted(): HephError {
    return new HephError('aborted', `aborted after ${this.done} of ${this.total} steps`, {
      cause: this.options.signal?.reason,
    });
  }
}

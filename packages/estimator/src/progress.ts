import { HephError } from '@heph/data';

const millisecondsBetweenTurns = 40;

/** How far long work has come. What a model does not know it leaves out. */
export interface FitProgress {
  /** Steps that are done: trees, rounds, iterations, blocks of rows, or a network's batches. */
  readonly done: number;
  /** Steps there are at most; what stops early jumps to them at its end. */
  readonly total: number;
  /** The epoch under way, from 1. */
  readonly epoch?: number;
  /** The most epochs there will be. */
  readonly epochs?: number;
  /** The loss of the latest batch. */
  readonly loss?: number;
  /** The loss on the validation rows, told once an epoch, at its end. */
  readonly validationLoss?: number;
}

/** Told after every step; `done / total` never falls. What a network knows besides comes third. */
export type ProgressListener = (done: number, total: number, progress?: FitProgress) => void;

/** Options of everything that takes its time. */
export interface ProgressOptions {
  /** Called as the work moves on. */
  onProgress?: ProgressListener | undefined;
  /** Stops the work within a step: it rejects with a HephError `aborted`, unless something has come of it. */
  signal?: AbortSignal | undefined;
}

type News = Omit<FitProgress, 'done' | 'total'>;

/** Between the steps of long work: reports progress, obeys the signal, and lets the event loop have its turn. */
export class Progress {
  private lastTurn = performance.now();
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly options: ProgressOptions = {},
  ) {}

  get isAborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  /**
   * To be awaited after each step.
   * @param done how many steps are done
   * @throws HephError `aborted`
   */
  async step(done: number, news?: News): Promise<void> {
    this.report(done, news);
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
    await this.pause();
    if (this.isAborted) throw this.aborted();
  }

  /** Instead of `step`, where the event loop is free or an abort is not to throw: reports only. */
  report(done: number, news?: News): void {
    this.done = done;
    const { total } = this;
    if (news === undefined) this.options.onProgress?.(done, total);
    else this.options.onProgress?.(done, total, { done, total, ...news });
  }

  /** Lets the event loop have its turn, if the last is 40 ms ago, and leaves it to the caller to look at the signal. */
  async pause(): Promise<void> {
    if (!this.isDue) return;
    await new Promise<void>(resolve => setTimeout(resolve));
    this.lastTurn = performance.now();
  }

  /**
   * Calls back at once when the signal aborts, and straight away if it has already.
   * @returns what ends that
   */
  onAbort(stop: (error: HephError) => void): () => void {
    const { signal } = this.options;
    const listener = () => stop(this.aborted());
    if (this.isAborted) listener();
    else signal?.addEventListener('abort', listener, { once: true });
    return () => signal?.removeEventListener('abort', listener);
  }

  /** What work rejects with that was aborted before anything came of it. */
  aborted(): HephError {
    return new HephError('aborted', `aborted after ${this.done} of ${this.total} steps`, {
      cause: this.options.signal?.reason,
    });
  }
}

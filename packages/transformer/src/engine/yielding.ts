/** Gives the event loop a turn whenever enough time has passed, so that progress bars move and signals arrive. */
export class Yielder {
  private last = performance.now();

  constructor(private readonly everyMilliseconds = 40) {}

  async turn(): Promise<void> {
    if (performance.now() - this.last < this.everyMilliseconds) return;
    await new Promise<void>(resolve => setTimeout(resolve));
    this.last = performance.now();
  }
}

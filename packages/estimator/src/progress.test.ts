import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress';

function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('Progress', () => {
  it('gives the event loop a turn after long steps only', async () => {
    let turns = 0;
    const progress = new Progress(2);
    setTimeout(() => turns++);
    await progress.step(1);
    expect(turns).toBe(0);
    busyFor(45);
    await progress.step(2);
    expect(turns).toBe(1);
  });

  it('hears of an abort in that turn', async () => {
    const controller = new AbortController();
    const progress = new Progress(10, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'));
    busyFor(45);
    await expect(progress.step(3)).rejects.toMatchObject({
      code: 'aborted',
      message: 'aborted after 3 of 10 steps',
      cause: 'enough',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { Pacer } from './pacer';

function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('Pacer', () => {
  it('gives the event loop a turn after long steps only', async () => {
    let turns = 0;
    const pacer = new Pacer(2);
    setTimeout(() => turns++);
    await pacer.step(1);
    expect(turns).toBe(0);
    busyFor(45);
    await pacer.step(2);
    expect(turns).toBe(1);
  });

  it('hears of an abort in that turn', async () => {
    const controller = new AbortController();
    const pacer = new Pacer(10, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'));
    busyFor(45);
    await expect(pacer.step(3)).rejects.toMatchObject({
      code: 'aborted',
      message: 'aborted after 3 of 10 steps',
      cause: 'enough',
    });
  });
});

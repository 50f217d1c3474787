import { describe, expect, it } from '@jest/globals';
import { latestOnly } from './latest-only';

const aMoment = () => new Promise(resolve => setTimeout(resolve, 5));

describe('latestOnly', () => {
  it('works on the first call at once, and of those that come meanwhile on the last', async () => {
    const done: number[] = [];
    const call = latestOnly(
      async (n: number) => {
        await Promise.resolve();
        done.push(n);
      },
      () => {},
    );
    for (const n of [1, 2, 3, 4]) call(n);
    await aMoment();
    expect(done).toEqual([1, 4]);
    call(5);
    await aMoment();
    expect(done).toEqual([1, 4, 5]);
  });

  it('goes on after an error, and tells it', async () => {
    const errors: unknown[] = [];
    const done: number[] = [];
    const call = latestOnly(
      async (n: number) => {
        if (n === 1) throw new Error('odd');
        done.push(n);
      },
      error => errors.push(error),
    );
    call(1);
    call(2);
    await aMoment();
    expect(errors).toEqual([new Error('odd')]);
    expect(done).toEqual([2]);
  });
});

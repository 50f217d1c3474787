import { isHephError } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { FitTurn } from './fit-turn';

describe('FitTurn', () => {
  it('refuses a second fit and whatever else changes the model, until the first has ended', async () => {
    const turn = new FitTurn();
    let end!: (value: number) => void;
    const first = turn.take('Model', () => new Promise<number>(resolve => (end = resolve)));
    await expect(turn.take('Model', () => Promise.resolve(2))).rejects.toMatchObject({
      code: 'busy',
      message:
        'this Model is being fitted: expected fit to wait until that fit has ended (its signal stops it)',
    });
    expect(() => turn.requireFree('Model', 'dispose')).toThrow(/expected dispose to wait/);
    end(1);
    expect(await first).toBe(1);
    turn.requireFree('Model', 'dispose');
    expect(await turn.take('Model', () => Promise.resolve(3))).toBe(3);
  });

  it('is free again after a fit that fails, at once or later', async () => {
    const turn = new FitTurn();
    const failures = [
      () => Promise.reject(new Error('later')),
      () => {
        throw new Error('at once');
      },
    ];
    for (const fit of failures) {
      const error = await turn.take('Model', fit).catch((reason: unknown) => reason);
      expect(isHephError(error)).toBe(false);
    }
    expect(await turn.take('Model', () => Promise.resolve(1))).toBe(1);
  });
});

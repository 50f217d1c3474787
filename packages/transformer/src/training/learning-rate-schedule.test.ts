import { describe, expect, it } from '@jest/globals';
import { warmupCosine } from './learning-rate-schedule';

describe('warmupCosine', () => {
  const rate = warmupCosine(2, 110, 10);

  it('rises in a line to its peak', () => {
    expect([0, 4, 9].map(rate)).toEqual([0.2, 1, 2]);
  });

  it('falls along half a cosine to zero', () => {
    expect(rate(10)).toBeCloseTo(2, 12);
    expect(rate(35)).toBeCloseTo(1 + Math.SQRT1_2, 12);
    expect(rate(60)).toBeCloseTo(1, 12);
    expect(rate(110)).toBeCloseTo(0, 12);
    expect(rate(500)).toBeCloseTo(0, 12);
  });

  it('does without a warm-up', () => {
    expect(warmupCosine(1, 10, 0)(0)).toBe(1);
  });
});

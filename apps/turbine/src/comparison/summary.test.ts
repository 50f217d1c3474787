import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
import { differsBeyondSeeds } from './significance';
import { summarize } from './summary';

describe('summarize', () => {
  it('has no spread for one seed', () => {
    expect(summarize([resultOf('A', 12)])[0]).toMatchObject({ runs: 1, mse: { mean: 12, sd: null } });
  });

  it('takes means and sample standard deviations over seeds, in the order of the models', () => {
    const results = [resultOf('B', 10), resultOf('A', 5), resultOf('B', 12), resultOf('B', 14)];
    const [b, a] = summarize(results);
    expect(b).toMatchObject({ name: 'B', runs: 3, mse: { mean: 12, sd: 2 } });
    expect(a).toMatchObject({ name: 'A', runs: 1 });
  });
});

describe('differsBeyondSeeds', () => {
  const of = (...mse: number[]) => summarize(mse.map((value, seed) => resultOf('A', value, { seed })))[0]!;

  it('asks for more than 3% with one seed', () => {
    expect(differsBeyondSeeds(of(12), of(12.3))).toBe(false);
    expect(differsBeyondSeeds(of(12), of(12.5))).toBe(true);
  });

  it('goes by the spread with several', () => {
    expect(differsBeyondSeeds(of(12, 12.01, 11.99), of(12.1, 12.09, 12.11))).toBe(true);
    expect(differsBeyondSeeds(of(11, 12, 13), of(12.1, 13.1, 14.1))).toBe(false);
  });

  it('proves little with two: t is 12.7 then', () => {
    expect(differsBeyondSeeds(of(12, 12.1), of(12.4, 12.5))).toBe(false);
    expect(differsBeyondSeeds(of(12, 12.1), of(13.4, 13.5))).toBe(true);
  });
});

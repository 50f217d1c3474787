import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../../test/support/results';
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

import { describe, expect, it } from '@jest/globals';
import { bandsOf, operatingRegions } from './operating-regions';

describe('bandsOf', () => {
  it('divides at the quantiles', () => {
    const { names, of } = bandsOf(Float64Array.from({ length: 101 }, (_, i) => i));
    expect(names).toEqual(['to 20', '20–40', '40–60', '60–80', 'over 80']);
    expect([0, 20, 20.1, 80, 100].map(of)).toEqual([0, 0, 1, 3, 4]);
  });

  it('has fewer bands where most values are the same', () => {
    const { names, of } = bandsOf([1, 2, 3, ...new Array<number>(30).fill(133.6), 150]);
    expect(names).toEqual(['to 134', 'over 134']);
    expect([2, 150].map(of)).toEqual([0, 1]);
  });
});

describe('operatingRegions', () => {
  it('has bias and error of every region with enough rows', () => {
    const numRows = 101;
    const load = Float64Array.from({ length: numRows }, (_, i) => i);
    const temperature = Float64Array.from(load, value => 100 - value);
    const bands = { load: bandsOf(load), temperature: bandsOf(temperature) };
    const residuals = Float64Array.from(load, value => (value <= 20 ? 3 : value % 2 === 0 ? 4 : -4));
    const regions = operatingRegions({ load, temperature }, residuals, bands);
    expect(regions[0]).toEqual({ temperature: 'over 80', load: 'to 20', rows: 20, bias: 3, rmse: 3 });
    expect(regions.at(-1)).toMatchObject({ load: 'over 80', rows: 20, rmse: 4 });
    // The row on an edge is alone in its region.
    expect(regions.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(numRows);
  });
});

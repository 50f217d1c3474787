import { expect, it } from '@jest/globals';
import { timeBands } from './time-bands';

it('takes a twelfth of a year at a time, and leaves out what has few rows', () => {
  const time = Float64Array.from(
    { length: 90 },
    (_, row) => 2011 + (row % 2 === 0 ? 0 : 0.1) + (row >= 82 ? 2 : 0),
  );
  const residuals = Float64Array.from(time, (at, row) => (at > 2011.05 ? 100 : 0) + row);
  const bands = timeBands(time, residuals);
  expect(bands.map(({ time: at, rows }) => [at.toFixed(3), rows])).toEqual([
    ['2011.042', 41],
    ['2011.125', 41],
  ]);
  expect(bands[0]).toMatchObject({ low: 8, median: 40, high: 72 });
  expect(bands[1]!.median).toBe(141);
});

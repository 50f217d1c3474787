import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { Bootstrap } from './bootstrap';

const numRows = 1000;

describe('Bootstrap', () => {
  it('counts draws in bytes where all rows weigh 1, the same as in doubles', () => {
    const ones = new Bootstrap(new Uint8Array(numRows).fill(1), true);
    const doubles = new Bootstrap(new Float64Array(numRows).fill(1), true);
    for (const seed of [1, 2]) {
      const counts = ones.weightsOf(createRandom(seed));
      expect(counts.byteLength).toBe(numRows);
      expect([...counts]).toEqual([...doubles.weightsOf(createRandom(seed))]);
      let drawn = 0;
      for (const count of counts) drawn += count;
      expect(drawn).toBe(numRows);
      // About 1/e of the rows.
      expect(Math.abs(counts.filter(count => count === 0).length - numRows / Math.E)).toBeLessThan(60);
    }
  });

  it('draws rows that have a weight, as many as there are', () => {
    const weights = Float64Array.from({ length: numRows }, (_, row) => (row % 4) * 0.1);
    const drawn = new Bootstrap(weights, true).weightsOf(createRandom(3));
    let draws = 0;
    for (let row = 0; row < numRows; row++) {
      if (row % 4 === 0) expect(drawn[row]).toBe(0);
      else draws += Math.round(drawn[row]! / weights[row]!);
    }
    expect(draws).toBe(numRows * 0.75);
  });

  it('gives the weights as they are where nothing is to be drawn', () => {
    const weights = new Uint8Array(numRows).fill(1);
    expect(new Bootstrap(weights, false).weightsOf(createRandom(4))).toBe(weights);
  });
});

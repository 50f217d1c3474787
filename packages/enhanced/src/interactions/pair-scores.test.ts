import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { contributions, shares } from './pair-scores';

describe('contributions of pairs', () => {
  // Two pairs of two numbers, read by a kernel of three units.
  const random = createRandom(3);
  const rows = 500;
  const vectors = Float32Array.from({ length: rows * 4 }, () => random.normal());
  for (let row = 0; row < rows; row++) vectors[row * 4 + 1] = 0.5 * vectors[row * 4]! + 2;
  const kernel = Float32Array.from({ length: 4 * 3 }, () => random.normal());
  const pairs: [string, string][] = [
    ['a', 'b'],
    ['b', 'c'],
  ];

  it('are standard deviations of what the units receive', () => {
    const found = contributions(vectors, { pairs, size: 2, kernel });
    [0, 1].forEach(pair => {
      let variance = 0;
      for (let unit = 0; unit < 3; unit++) {
        const received = Array.from({ length: rows }, (_, row) =>
          [0, 1].reduce((sum, i) => {
            const at = pair * 2 + i;
            return sum + vectors[row * 4 + at]! * kernel[at * 3 + unit]!;
          }, 0),
        );
        const mean = received.reduce((sum, value) => sum + value, 0) / rows;
        variance += received.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
      }
      expect(found[pair]).toBeCloseTo(Math.sqrt(variance), 4);
    });
  });

  it('are nothing where a vector does not vary', () => {
    const still = Float32Array.from(vectors, (value, i) => (i % 4 < 2 ? 7 : value));
    expect(contributions(still, { pairs, size: 2, kernel })[0]).toBeCloseTo(0, 4);
  });
});

it('shares name a pair once, whichever way round, the largest first', () => {
  const found = shares([['a', 'b'], ['c', 'd'], ['b', 'a']], [1, 2, 1.5]); // prettier-ignore
  expect(found.map(({ features }) => features.join())).toEqual(['b,a', 'c,d']);
  expect(found[0]!.score).toBeCloseTo(2.5 / 4.5, 10);
  expect(found[1]!.score).toBeCloseTo(2 / 4.5, 10);
});

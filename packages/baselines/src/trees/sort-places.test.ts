import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { sortPlaces } from './sort-places';

describe('sortPlaces', () => {
  it.each([1, 2, 7, 32, 33, 500])('sorts %i places by key, then by weight', length => {
    const random = createRandom(length);
    const keys = Float64Array.from({ length }, () => random.integer(Math.ceil(length / 3)));
    const weights = Float64Array.from({ length }, () => random.uniform());
    const order = new Uint32Array(length);
    sortPlaces(order, keys, weights);
    const expected = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || weights[a]! - weights[b]!);
    expect([...order]).toEqual(expected);
  });
});

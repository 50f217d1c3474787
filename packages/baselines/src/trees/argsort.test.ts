import { createRandom } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { Argsort } from './argsort';

const argsort = (values: Float32Array) => new Argsort(values.length).sort(values).places;

describe('Argsort', () => {
  it('puts floats of every sign and size into ascending order, NaN last', () => {
    const values = Float32Array.of(0, NaN, -1e-40, 3e38, -Infinity, 1e-40, -2.5, Infinity, 2.5, -3e38);
    const sorted = Array.from(argsort(values), place => values[place]);
    expect(sorted).toEqual(
      [...Array.from(values).filter(value => value === value)].sort((a, b) => a! - b!).concat(NaN),
    );
  });

  it('takes NaNs of either sign as last', () => {
    const values = new Float32Array(Uint32Array.of(0xffc00001, 0x3f800000, 0x7fc00000).buffer);
    expect([...argsort(values)]).toEqual([1, 0, 2]);
  });

  it('leaves equal values in their order', () => {
    expect([...argsort(Float32Array.of(2, 1, 2, 1, 2))]).toEqual([1, 3, 0, 2, 4]);
  });

  it('sorts one list after another', () => {
    const sorter = new Argsort(3);
    expect([...sorter.sort(Float32Array.of(3, 1, 2)).places]).toEqual([1, 2, 0]);
    const { places, values } = sorter.sort(Float32Array.of(-1, NaN, -2));
    expect([...places]).toEqual([2, 0, 1]);
    expect([...values]).toEqual([-2, -1, NaN]);
    const shorter = sorter.sort(Float32Array.of(9, 8));
    expect([...shorter.places]).toEqual([1, 0]);
    expect([...shorter.values]).toEqual([8, 9]);
  });

  it('sorts many', () => {
    const random = createRandom(1);
    const values = Float32Array.from({ length: 5000 }, () => random.normal() * 10 ** random.integer(20));
    const sorted = Float32Array.from(argsort(values), place => values[place]!);
    expect(sorted).toEqual(values.slice().sort());
    expect(new Argsort(5000).sort(values).values).toEqual(sorted);
  });
});

import { describe, expect, it } from '@jest/globals';
import { naturalLog } from './natural-log';
import { createRandom, randomFromState } from './random';

const draws = 20_000;

describe('createRandom', () => {
  // Worked out by another implementation of xoroshiro128+ in 64-bit integers.
  it('gives these numbers for this seed, for good', () => {
    const random = createRandom(42);
    expect(Array.from({ length: 4 }, () => random.integer(1000))).toEqual([328, 46, 289, 130]);
    expect([random.uniform(), random.normal()]).toEqual([0.4413932536020485, -0.9390128244849064]);
    expect([...random.permutation(8)]).toEqual([5, 4, 0, 7, 6, 3, 1, 2]);
  });

  it('gives one stream a seed, and unrelated streams for neighbouring seeds', () => {
    const first = (seed: number) => createRandom(seed).uniform();
    expect(first(7)).toBe(first(7));
    const firsts = Array.from({ length: draws }, (_, seed) => first(seed));
    expect(new Set(firsts).size).toBe(draws);
    expect(firsts.reduce((sum, x) => sum + x) / draws).toBeCloseTo(0.5, 1.5);
    const steps = firsts.slice(1).map((x, i) => Math.abs(x - firsts[i]!));
    expect(steps.reduce((sum, x) => sum + x) / steps.length).toBeCloseTo(1 / 3, 1.5);
    expect(first(2 ** 32)).not.toBe(first(0));
    expect(first(Number.MAX_SAFE_INTEGER)).not.toBe(first(0xffffffff));
  });

  it.each([-1, 0.5, NaN, 2 ** 53, undefined, '1'])('refuses the seed %p', seed => {
    expect(() => createRandom(seed as number)).toThrow(
      new RangeError(`seed must be a non-negative safe integer; received ${String(seed)}`),
    );
  });
});

describe('uniform', () => {
  it('fills [0, 1) evenly, to the last of 53 bits', () => {
    const random = createRandom(1);
    const counts = new Int32Array(10);
    let lowestBit = 0;
    for (let i = 0; i < draws; i++) {
      const x = random.uniform();
      expect(x >= 0 && x < 1).toBe(true);
      counts[Math.floor(x * 10)]! += 1;
      lowestBit += (x * 2 ** 53) % 2;
    }
    for (const count of counts) expect(Math.abs(count - draws / 10)).toBeLessThan(200);
    expect(Math.abs(lowestBit - draws / 2)).toBeLessThan(400);
  });
});

describe('integer', () => {
  it.each([1, 2, 3, 10, 257])('draws each of %p values equally often', n => {
    const random = createRandom(2);
    const counts = new Int32Array(n);
    for (let i = 0; i < draws; i++) counts[random.integer(n)]! += 1;
    const expected = draws / n;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(n - 1 + 4 * Math.sqrt(2 * n));
    expect(counts.reduce((sum, count) => sum + count)).toBe(draws);
  });

  it('reaches beyond 31 bits without bias', () => {
    const random = createRandom(3);
    const n = 3 * 2 ** 30;
    let upperThird = 0;
    for (let i = 0; i < draws; i++) if (random.integer(n) >= 2 ** 31) upperThird++;
    expect(Math.abs(upperThird - draws / 3)).toBeLessThan(300);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('refuses n = %p', n => {
    expect(() => createRandom(0).integer(n)).toThrow(RangeError);
  });
});

describe('normal', () => {
  it('has the moments and tails of the normal distribution', () => {
    const random = createRandom(4);
    const values = Float64Array.from({ length: draws }, () => random.normal());
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / draws;
    expect(Math.abs(moment(1))).toBeLessThan(0.03);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.04);
    expect(Math.abs(moment(3))).toBeLessThan(0.1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.25);
    const beyondTwo = values.filter(x => Math.abs(x) > 2).length / draws;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.006);
  });
});

describe('naturalLog', () => {
  it('agrees with Math.log to the last digits', () => {
    const random = createRandom(5);
    for (let i = 0; i < 2000; i++) {
      const x = random.uniform() ** 9 + 1e-300;
      expect(Math.abs(naturalLog(x) / Math.log(x) - 1)).toBeLessThan(4e-16);
    }
    expect(naturalLog(1)).toBe(0);
    expect(naturalLog(0.5)).toBe(-Math.LN2);
  });
});

describe('shuffle and permutation', () => {
  it('keep every element and put each anywhere', () => {
    const random = createRandom(6);
    const counts = Array.from({ length: 4 }, () => new Int32Array(4));
    for (let i = 0; i < draws; i++) random.permutation(4).forEach((value, at) => (counts[at]![value]! += 1));
    for (const row of counts) for (const count of row) expect(Math.abs(count - draws / 4)).toBeLessThan(250);
    expect([...random.permutation(1000)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect([...random.permutation(0)]).toEqual([]);
  });

  it('shuffle works in place on arrays of any kind', () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect(createRandom(7).shuffle(texts)).toBe(texts);
    expect(createRandom(7).shuffle(values)).toBe(values);
    expect(texts.join('')).not.toBe('abcdefgh');
    expect(texts.map(text => text.charCodeAt(0) - 96)).toEqual([...values]);
  });

  it.each([-1, 1.5, 2 ** 31])('permutation refuses n = %p', n => {
    expect(() => createRandom(0).permutation(n)).toThrow(RangeError);
  });
});

describe('randomFromState', () => {
  it('goes on where the state was taken', () => {
    const random = createRandom(8);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.state()));
    const next = Array.from({ length: 5 }, () => random.normal());
    const resumed = randomFromState(state);
    expect(Array.from({ length: 5 }, () => resumed.normal())).toEqual(next);
  });

  it.each([[[0, 0, 0, 0]], [[1, 2, 3]], [[1, 2, 3, 0.5]], ['1234']])('refuses %j', state => {
    expect(() => randomFromState(state as number[])).toThrow(RangeError);
  });
});

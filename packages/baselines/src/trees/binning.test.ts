import { describe, expect, it } from '@jest/globals';
import { columnsOf } from '../../test/columns-of';
import { binMatrix } from './binning';
import { midpoint, RankBinner } from './rank-binner';
import { SketchBinner } from './sketch-binner';

const binners = { rank: RankBinner, sketch: SketchBinner };

function bin(
  values: number[],
  maxBins: number,
  binner: keyof typeof binners = 'rank',
  weights = values.map(() => 1),
  inMemory = false,
) {
  const matrix = { values: Float32Array.from(values), numRows: values.length, numFeatures: 1 };
  return binMatrix(columnsOf(matrix), new binners[binner](Float64Array.from(weights), maxBins), inMemory);
}

describe('binMatrix', () => {
  it('gives every value a bin of its own where there are enough, and missing values the last', () => {
    const { bins, edges, offsets } = bin([5, NaN, 1, 5, 2], 3);
    expect([...bins]).toEqual([2, 3, 0, 2, 1]);
    expect([...edges]).toEqual([1.5, 3.5, Infinity, NaN]);
    expect([...offsets]).toEqual([0, 4]);
  });

  it.each([
    [256, 0, 1],
    [256, 1, 2],
    [257, 0, 2],
  ])('holds %i values and %i missing ones in %i bytes each', (numValues, numMissing, numBytes) => {
    const values = Array.from({ length: numValues }, (_, i) => i);
    const missing = new Array<number>(numMissing).fill(NaN);
    for (const inMemory of [false, true]) {
      const { bins, memory } = bin([...values, ...missing], 300, 'sketch', undefined, inMemory);
      expect(bins.BYTES_PER_ELEMENT).toBe(numBytes);
      expect([...bins]).toEqual([...values, ...missing.map(() => numValues)]);
      expect(memory?.buffer === bins.buffer).toBe(inMemory);
    }
  });

  it('has the edges of XGBoost on request', () => {
    const { edges, lowestEdges } = bin([5, 1, 2], 3, 'sketch');
    expect([...edges]).toEqual([2, 5, Math.fround(10.00001), NaN]);
    expect(lowestEdges[0]).toBeLessThan(1);
  });

  it('has an edge above the values of a bin and not above those of the next', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i) * 10 ** (i % 5)));
    for (const binner of ['rank', 'sketch'] as const) {
      const { bins, edges } = bin(values, 16, binner);
      values.forEach((value, row) => {
        const place = bins[row]!;
        expect(value).toBeLessThan(edges[place]!);
        if (place > 0) expect(value).toBeGreaterThanOrEqual(edges[place - 1]!);
      });
    }
  });

  it('divides many values evenly', () => {
    const { bins } = bin(
      Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000),
      8,
    );
    const sizes = Array.from({ length: 8 }, (_, place) => bins.filter(bin => bin === place).length);
    expect(sizes).toEqual(new Array(8).fill(125));
  });

  it('leaves the bins to others that one frequent value does not need', () => {
    const values = [...new Array<number>(900).fill(0), ...Array.from({ length: 100 }, (_, i) => i + 1)];
    const { bins, offsets } = bin(values, 11);
    expect(offsets[1]).toBe(12);
    expect(bins.filter(place => place === 0)).toHaveLength(900);
    expect(bins.filter(place => place === 5)).toHaveLength(10);
  });

  it('divides weight, not rows, and passes over rows without any', () => {
    const values = [1, 2, 3, 4, 5, 6];
    expect([...bin(values, 2, 'rank', [9, 1, 1, 1, 4, 2]).bins]).toEqual([0, 1, 1, 1, 1, 1]);
    expect(bin(values, 6, 'rank', [1, 0, 0, 0, 0, 1]).offsets[1]).toBe(3);
  });
});

describe('midpoint', () => {
  it('lies above the lower value even where no float lies between', () => {
    const next = Math.fround(1 + 2 ** -23);
    expect(midpoint(1, 2)).toBe(1.5);
    expect(midpoint(1, next)).toBe(next);
    expect(midpoint(-3e38, 3e38)).toBe(0);
  });
});

import { createRandom, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { treeBoundaries } from './tree-boundaries';

describe('treeBoundaries', () => {
  const random = createRandom(1);
  const step = Array.from({ length: 600 }, () => 10 * random.uniform());
  const table = Table.fromColumns({
    step,
    noise: step.map(() => random.uniform()),
    still: step.map(() => -4),
    gaps: step.map((_, i) => (i % 3 === 0 ? NaN : i)),
    y: step.map(value => (value < 2 ? 0 : value < 7 ? 5 : -3)),
  });

  it('finds where the target jumps', async () => {
    const [edges] = await treeBoundaries(table, 'y', ['step'], { numBins: 4 });
    const inner = edges!.slice(1, -1);
    for (const jump of [2, 7])
      expect(Math.min(...inner.map(edge => Math.abs(edge - jump)))).toBeLessThan(0.1);
    expect(edges![0]).toBe(Math.min(...step));
    expect(edges!.at(-1)).toBe(Math.max(...step));
  });

  it('keeps to the number of bins, ascending, for each column', async () => {
    const found = await treeBoundaries(table, 'y', ['step', 'noise', 'gaps'], { numBins: 8 });
    expect(found).toHaveLength(3);
    for (const edges of found) {
      expect(edges.length).toBeGreaterThan(2);
      expect(edges.length).toBeLessThanOrEqual(9);
      expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
    }
  });

  it('makes one bin of a column of one value', async () => {
    expect(await treeBoundaries(table, 'y', ['still'])).toEqual([[-4, 0]]);
  });

  it('refuses what it cannot do', async () => {
    await expect(treeBoundaries(table, 'y', ['step'], { numBins: 1 })).rejects.toThrow('numBins must be');
    await expect(treeBoundaries(table, 'y', ['other'])).rejects.toThrow('other');
  });
});

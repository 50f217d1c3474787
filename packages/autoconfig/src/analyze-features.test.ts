import { describe, expect, it } from '@jest/globals';
import { plantedTable } from '../test/planted';
import { analyzeFeatures } from './analyze-features';

const table = plantedTable(1000);
/** The heuristic scores all pairs, whether they interact or not. */
const method = 'importanceProduct';
const named = (pairs: { features: [string, string] }[]) =>
  pairs.map(({ features }) => [...features].sort().join('×'));

describe('analyzeFeatures', () => {
  it('ranks features by what they tell, and pairs by the product of both', async () => {
    const { importances, pairs } = await analyzeFeatures(table, 'y', { method });
    expect(
      importances
        .slice(0, 3)
        .map(({ feature }) => feature)
        .sort(),
    ).toEqual(['a', 'b', 'site']);
    expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
    expect(named(pairs.slice(0, 3)).sort()).toEqual(['a×b', 'a×site', 'b×site']);
    const importanceOf = Object.fromEntries(
      importances.map(({ feature, importance }) => [feature, importance]),
    );
    for (const { features, score } of pairs)
      expect(score).toBeCloseTo(importanceOf[features[0]]! * importanceOf[features[1]]!, 15);
    expect(pairs.map(({ score }) => score)).toEqual(pairs.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('gives every pair once, and none with a feature that tells nothing', async () => {
    const { pairs } = await analyzeFeatures(table, 'y', { method, topPairs: 1000 });
    expect(pairs).toHaveLength(15);
    expect(new Set(named(pairs)).size).toBe(15);
    expect(named(pairs).join()).not.toContain('idle');
  });

  it('selects as many as asked, 20 by default', async () => {
    expect((await analyzeFeatures(table, 'y', { method, topPairs: 4 })).pairs).toHaveLength(4);
    const wide = ['d', 'e', 'f'].reduce((all, name) => all.withColumn(name, table.column('c')), table);
    expect((await analyzeFeatures(wide, 'y', { method })).pairs).toHaveLength(20);
  });

  it('tells quantities from categories, by the column or as told', async () => {
    const options = { method, topPairs: 1000, features: ['a', 'b', 'site', 'crew', 'code'] } as const;
    const kindsOf = async (categorical: string[]) => {
      const { pairs } = await analyzeFeatures(table, 'y', { ...options, categorical });
      return Object.fromEntries(pairs.map(({ kind }, i) => [named(pairs)[i], kind]));
    };
    expect(await kindsOf([])).toMatchObject({
      'a×b': 'numeric',
      'a×code': 'numeric',
      'a×site': 'mixed',
      'code×site': 'mixed',
      'crew×site': 'categorical',
    });
    expect(await kindsOf(['code'])).toMatchObject({ 'a×code': 'mixed', 'code×site': 'categorical' });
  });

  it('finds the same again with the same seed', async () => {
    const first = await analyzeFeatures(table, 'y', { seed: 1, maxRows: 300 });
    expect(await analyzeFeatures(table, 'y', { seed: 1, maxRows: 300 })).toEqual(first);
    expect(await analyzeFeatures(table, 'y', { seed: 2, maxRows: 300 })).not.toEqual(first);
  });

  it('looks at no more rows than asked', async () => {
    const few = await analyzeFeatures(table, 'y', { maxRows: 300 });
    const all = await analyzeFeatures(table, 'y', { maxRows: 1000 });
    expect(few).not.toEqual(all);
    expect(await analyzeFeatures(table, 'y')).toEqual(all);
  });

  it('selects only what interacts, unless told otherwise', async () => {
    const { pairs } = await analyzeFeatures(table, 'y');
    expect(named(pairs)).toEqual(['a×site']);
    expect(pairs[0]!.kind).toBe('mixed');
  });

  it.each(['hStatistic', 'shapInteraction'] as const)(
    '%s puts the pair that interacts first',
    async other => {
      const { pairs } = await analyzeFeatures(table, 'y', { method: other, nEstimators: 20 });
      expect(named(pairs)[0]).toBe('a×site');
      expect(pairs[0]!.score).toBeGreaterThan(3 * pairs[1]!.score);
      const again = await analyzeFeatures(table, 'y', { method: other, nEstimators: 20 });
      expect(again.pairs).toEqual(pairs);
    },
  );

  it.each(['pathGain', 'hStatistic', 'shapInteraction'] as const)('%s stops at a signal', async other => {
    const controller = new AbortController();
    const onProgress = () => controller.abort('enough');
    const options = { method: other, nEstimators: 1, onProgress, signal: controller.signal };
    await expect(analyzeFeatures(table, 'y', options)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reports progress and stops at a signal', async () => {
    const reports: number[] = [];
    await analyzeFeatures(table, 'y', { nEstimators: 3, onProgress: done => reports.push(done) });
    expect(reports).toEqual([1, 2, 3]);
    const signal = AbortSignal.abort();
    await expect(analyzeFeatures(table, 'y', { signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('lists the methods there are when asked for another', async () => {
    const unknown = 'astrology' as 'pathGain';
    await expect(analyzeFeatures(table, 'y', { method: unknown })).rejects.toThrow(
      "method must be one of 'pathGain', 'hStatistic', 'shapInteraction', 'importanceProduct'; received 'astrology'",
    );
    const inherited = 'toString' as 'pathGain';
    await expect(analyzeFeatures(table, 'y', { method: inherited })).rejects.toThrow(/received 'toString'/);
  });

  it.each([
    [{ topPairs: 0 }, 'topPairs must be a positive integer; received 0'],
    [{ maxRows: 0.5 }, 'maxRows must be a positive integer; received 0.5'],
    [{ nEstimators: 0 }, 'nEstimators must be an integer of at least 1; received 0'],
  ])('refuses %j', async (options, message) => {
    await expect(analyzeFeatures(table, 'y', options)).rejects.toThrow(message);
  });

  it('names the column that is missing', async () => {
    await expect(analyzeFeatures(table, 'z')).rejects.toMatchObject({ code: 'missing-column' });
    await expect(analyzeFeatures(table, 'y', { features: ['a', 'q'] })).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining('missing [q]'),
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { FeaturePair } from '../feature-analysis';
import { chooseConfig, type DataFacts } from './choose-config';

const pairOf = (a: string, b: string): FeaturePair => ({ features: [a, b], kind: 'numeric', score: 1 });
const facts: DataFacts = {
  numRows: 1000,
  numericColumns: ['a', 'b', 'c', 'd', 'e'],
  categoricalColumns: ['s', 't'],
  pairs: [pairOf('a', 'b'), pairOf('b', 'c')],
  pairsInteract: true,
  cardinalities: [3, 4],
};
const choiceOf = (setting: string, changed: Partial<DataFacts> = {}, aggressive = false) =>
  chooseConfig({ ...facts, ...changed }, aggressive).find(choice => choice.setting === setting)!;
const manyPairs = Array.from({ length: 20 }, (_, i) => pairOf(`x${i}`, `y${i}`));
const group = ['a', 'b', 'c', 'd'].flatMap((a, i, all) => all.slice(i + 1).map(b => pairOf(a, b)));

describe('chooseConfig', () => {
  it('gives every setting once, with a reason', () => {
    const choices = chooseConfig(facts, false);
    expect(new Set(choices.map(({ setting }) => setting)).size).toBe(8);
    for (const { reason } of choices) expect(reason.length).toBeGreaterThan(10);
  });

  it('has a rank for every pair that interacts', () => {
    expect(choiceOf('lowRankRank', { pairs: manyPairs })).toEqual({
      setting: 'lowRankRank',
      value: 24,
      reason: '20 pairs interact: more than the start for most data of 16 has room for',
    });
    expect(choiceOf('lowRankRank', { pairs: manyPairs }, true).value).toBe(32);
    expect(choiceOf('lowRankRank', { pairs: manyPairs, pairsInteract: false }).value).toBe(16);
  });

  it('has layers for the largest group that interacts', () => {
    expect(choiceOf('crossNetLayers', { pairs: group })).toEqual({
      setting: 'crossNetLayers',
      value: 3,
      reason: 'all of a, b, c, d interact with one another: products of 4',
    });
    expect(choiceOf('crossNetLayers', { pairs: group.slice(1) }).value).toBe(2);
    expect(choiceOf('crossNetLayers', { pairs: group, pairsInteract: false }).value).toBe(2);
  });

  it('drops out less where there are very many rows', () => {
    expect(choiceOf('dropout').value).toBe(0.2);
    expect(choiceOf('dropout', { numRows: 200_000 }).value).toBe(0.1);
  });

  it('embeds no combinations of a single categorical column', () => {
    const one = { categoricalColumns: ['s'], cardinalities: [3] };
    expect(choiceOf('useCatInteractions', one)).toMatchObject({ value: false });
    expect(choiceOf('hashSize', one).reason).toContain('no combinations');
  });

  it('grows the table of combinations until none share a row', () => {
    expect(choiceOf('hashSize', { cardinalities: [60, 60] })).toEqual({
      setting: 'hashSize',
      value: 3969,
      reason:
        'larger than the start for most data of 1000, for collisions below 5 %: of 3969 combinations 0.0 % share a row',
    });
    expect(choiceOf('useCatInteractions', { cardinalities: [60, 60] }).value).toBe(true);
  });

  it('embeds no combinations that no table would hold, and says so', () => {
    const many = { cardinalities: [500, 500] };
    expect(choiceOf('useCatInteractions', many)).toEqual({
      setting: 'useCatInteractions',
      value: false,
      reason:
        '253009 combinations of categories do not fit a table of 100000 rows: more than 5 % would share one',
    });
    expect(choiceOf('hashSize', many)).toMatchObject({
      value: 1000,
      reason: expect.stringContaining('not embedded'),
    });
  });
});

import { createRandom, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { plantedTable } from '../test/planted';
import { AdaptiveFeatureEngineering } from './adaptive-feature-engineering';

const table = plantedTable(400);
const modelConfig = { target: 'y', numericColumns: ['a', 'b'], categoricalColumns: ['site', 'code'] };

describe('AdaptiveFeatureEngineering', () => {
  it('looks at the columns of the model, in the roles they have there', async () => {
    const engineering = new AdaptiveFeatureEngineering(modelConfig);
    const { importances, pairs } = await engineering.analyzeFeatures(table, 'y', {
      method: 'importanceProduct',
    });
    expect(importances.map(({ feature }) => feature).sort()).toEqual(['a', 'b', 'code', 'site']);
    expect(pairs).toHaveLength(6);
    const kinds = pairs.map(({ features, kind }) => [[...features].sort().join('×'), kind]);
    expect(Object.fromEntries(kinds)).toMatchObject({
      'a×b': 'numeric',
      'a×code': 'mixed',
      'code×site': 'categorical',
    });
  });

  it('turns the analysis into a configuration', async () => {
    const engineering = new AdaptiveFeatureEngineering(modelConfig);
    const { pairs } = await engineering.analyzeFeatures(table, 'y', { topPairs: 3 });
    expect(engineering.getInteractionConfig()).toEqual({
      useLowRankCross: true,
      useCatInteractions: true,
      useCrossNet: true,
      lowRankRank: 16,
      crossNetLayers: 2,
      hashSize: 1000,
      dropout: 0.2,
      pairs,
    });
    expect(engineering.getInteractionConfig({ aggressive: true })).toEqual({
      useLowRankCross: true,
      useCatInteractions: true,
      useCrossNet: true,
      lowRankRank: 32,
      crossNetLayers: 3,
      hashSize: 2000,
      dropout: 0.1,
      pairs,
    });
  });

  it('embeds pairs of categories only where there are two categorical columns', async () => {
    const engineering = new AdaptiveFeatureEngineering({
      numericColumns: ['a', 'b'],
      categoricalColumns: ['site'],
    });
    await engineering.analyzeFeatures(table, 'y');
    expect(engineering.getInteractionConfig().useCatInteractions).toBe(false);
  });

  it('leaves the target out where the model names it among its columns', async () => {
    const engineering = new AdaptiveFeatureEngineering({
      numericColumns: ['a', 'b', 'y'],
      categoricalColumns: [],
    });
    const { importances } = await engineering.analyzeFeatures(table, 'y');
    expect(importances.map(({ feature }) => feature).sort()).toEqual(['a', 'b']);
  });

  it('says why each setting is what it is', async () => {
    const engineering = new AdaptiveFeatureEngineering(modelConfig);
    await engineering.analyzeFeatures(table, 'y');
    const lines = engineering.report().split('\n');
    expect(lines).toHaveLength(8);
    expect(lines).toContain('hashSize: 1000 (the start for most data: of 36 combinations 0.0 % share a row)');
    expect(lines.at(-1)).toMatch(/^pairs: 1 \(1 selected, the first of them (a × site|site × a)\)$/);
    const choices = engineering.explainConfig({ aggressive: true });
    const config = Object.fromEntries(choices.map(({ setting, value }) => [setting, value]));
    expect(config).toEqual(engineering.getInteractionConfig({ aggressive: true }));
  });

  it('makes room for the combinations of larger categories', async () => {
    const random = createRandom(1);
    const names = (count: number) => Array.from({ length: 2000 }, () => `c${random.integer(count)}`);
    const wide = Table.fromColumns({ s: names(25), t: names(40), y: names(40).map((_, i) => i % 7) });
    const engineering = new AdaptiveFeatureEngineering({
      numericColumns: [],
      categoricalColumns: ['s', 't'],
    });
    await engineering.analyzeFeatures(wide, 'y', { nEstimators: 1 });
    const { hashSize } = engineering.getInteractionConfig();
    expect(hashSize).toBeGreaterThan(1000);
    expect(engineering.report()).toContain(
      `hashSize: ${hashSize} (larger than the start for most data of 1000`,
    );
  });

  it('knows nothing before it has looked', () => {
    const engineering = new AdaptiveFeatureEngineering(modelConfig);
    expect(() => engineering.getInteractionConfig()).toThrow(
      expect.objectContaining({
        code: 'not-fitted',
        message: expect.stringContaining('call analyzeFeatures first'),
      }),
    );
  });
});

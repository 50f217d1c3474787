import { createRandom, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { AdaptiveFeatureEngineering } from './adaptive-feature-engineering';
import { analyzeFeatures } from './analyze-features';

const random = createRandom(5);
const rows = Array.from({ length: 1000 }, () => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  const site = ['north', 'south', 'east'][random.integer(3)]!;
  const score = 2 * a * (site === 'north' ? 1 : -1) + b + 0.5 * random.normal();
  return { a, b, c, site, score };
});
const features = Table.fromRows(rows).drop(['score']);
/** Cut at these bounds: class 0, 1, … */
const classOf = (bounds: number[]) => rows.map(({ score }) => bounds.filter(bound => score > bound).length);
const two = classOf([0]);
const three = classOf([-1, 1]);
const named = (pairs: readonly { features: readonly [string, string] }[]) =>
  pairs.map(pair => [...pair.features].sort().join('×'));

const targets: [string, Table][] = [
  ['two classes', features.withColumn('y', two.map(k => ['low', 'high'][k]!))], // prettier-ignore
  ['three classes', features.withColumn('y', three.map(k => ['low', 'middle', 'high'][k]!))], // prettier-ignore
];

describe.each(targets)('%s', (_, table) => {
  it.each(['pathGain', 'hStatistic', 'shapInteraction'] as const)(
    '%s puts the pair that interacts first',
    async method => {
      const { pairs } = await analyzeFeatures(table, 'y', { method, nEstimators: 20 });
      expect(named(pairs)[0]).toBe('a×site');
      if (method === 'pathGain') expect(pairs).toHaveLength(1);
      else expect(pairs[0]!.score).toBeGreaterThan(1.5 * pairs[1]!.score);
    },
  );

  it('importanceProduct multiplies what a forest of classes finds important', async () => {
    const { importances, pairs } = await analyzeFeatures(table, 'y', { method: 'importanceProduct' });
    const importanceOf = new Map(importances.map(({ feature, importance }) => [feature, importance]));
    expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 10);
    expect(importances.at(-1)!.feature).toBe('c');
    for (const { features: [one, other], score } of pairs)
      expect(score).toBeCloseTo(importanceOf.get(one)! * importanceOf.get(other)!, 15); // prettier-ignore
  });
});

describe('what a target is', () => {
  const options = { nEstimators: 5, seed: 2 } as const;
  const text = features.withColumn('y', two.map(k => `${k}`)); // prettier-ignore
  const numbers = features.withColumn('y', two);
  const booleans = Table.fromColumns({
    ...Object.fromEntries(features.columnNames.map(name => [name, rows.map(row => row[name as 'a'])])),
    y: two.map(k => k === 1),
  });

  it('follows from its column: text and booleans are classes', async () => {
    const found = await analyzeFeatures(text, 'y', options);
    expect(await analyzeFeatures(booleans, 'y', options)).toEqual(found);
    expect(await analyzeFeatures(text, 'y', { ...options, task: 'classification' })).toEqual(found);
  });

  it('is as told by task: whole numbers are classes on request', async () => {
    const asNumbers = await analyzeFeatures(numbers, 'y', options);
    const asClasses = await analyzeFeatures(numbers, 'y', { ...options, task: 'classification' });
    expect(await analyzeFeatures(numbers, 'y', { ...options, task: 'regression' })).toEqual(asNumbers);
    expect(asClasses).toEqual(await analyzeFeatures(text, 'y', options));
    expect(asClasses.importances).not.toEqual(asNumbers.importances);
  });

  it('is refused where it cannot be learned, by column and row', async () => {
    await expect(analyzeFeatures(text, 'y', { ...options, task: 'regression' })).rejects.toMatchObject({
      code: 'schema-mismatch',
      message: expect.stringContaining('"y"'),
    });
    const halves = features.withColumn('y', two.map((k, row) => (row === 3 ? 0.5 : k))); // prettier-ignore
    await expect(analyzeFeatures(halves, 'y', { ...options, task: 'classification' })).rejects.toThrow(
      'column "y", row 4: expected a class (text, a boolean or an integer); found 0.5',
    );
    const task = 'clustering' as 'regression';
    await expect(analyzeFeatures(text, 'y', { ...options, task })).rejects.toThrow(
      "task must be one of 'regression', 'classification'; received clustering",
    );
  });

  it('may have more classes than methods tell apart: the rarest count as one', async () => {
    const many = features.withColumn('y', two.map((k, row) => (row % 10 > 0 ? k : 2 + (row % 200) / 10))); // prettier-ignore
    const { pairs } = await analyzeFeatures(many, 'y', { ...options, task: 'classification' });
    expect(named(pairs)[0]).toBe('a×site');
  });

  it.each(['pathGain', 'hStatistic', 'shapInteraction'] as const)('%s stops at a signal', async method => {
    const controller = new AbortController();
    const onProgress = () => controller.abort('enough');
    const stopping = { method, nEstimators: 1, onProgress, signal: controller.signal };
    await expect(analyzeFeatures(text, 'y', stopping)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('AdaptiveFeatureEngineering looks at classes as the model does', async () => {
    const columns = { target: 'y', numericColumns: ['a', 'b', 'c'], categoricalColumns: ['site'] };
    const engineering = new AdaptiveFeatureEngineering({ ...columns, categoricalTarget: true });
    const found = await engineering.analyzeFeatures(numbers, 'y', options);
    expect(found).toEqual(await new AdaptiveFeatureEngineering(columns).analyzeFeatures(text, 'y', options));
    expect(engineering.getInteractionConfig().pairs).toEqual(found.pairs);
    expect(engineering.report()).toContain('pairs: 1 (1 selected, the first of them ');
    const asNumbers = await engineering.analyzeFeatures(numbers, 'y', { ...options, task: 'regression' });
    expect(asNumbers).not.toEqual(found);
  });
});

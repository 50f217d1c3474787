import { createRandom, requireNumericColumn, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import type { ReadyModel } from '../models/model';
import { profileColumns } from '../training/column-profile';
import { type Explained, explainModel } from './explain-model';
import { explainTrees } from './explain-trees';
import { explanationText } from './explanation-text';

const random = createRandom(1);
const numbers = () => Float64Array.from({ length: 800 }, () => random.normal());
const features = Table.fromColumns({ a: numbers(), b: numbers(), c: numbers() });
const product = async (table: Table) => {
  const [a, b] = ['a', 'b'].map(name => requireNumericColumn(table, name).values);
  return Float64Array.from(a!, (value, row) => value * b![row]!);
};

async function explain(kind: Explained['manifest']['kind'], rest: Partial<ReadyModel> = {}) {
  const model: ReadyModel = { predict: product, params: 1, save: async () => {}, ...rest };
  const table = features.withColumn('y', await product(features));
  const seen: number[] = [];
  const options = { maxRows: 500, seed: 0, signal: new AbortController().signal };
  const explanation = await explainModel(
    { model, manifest: { kind, target: 'y', columns: profileColumns(features) } },
    table,
    { ...options, onProgress: fraction => seen.push(fraction) },
  );
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  expect(seen.at(-1)).toBe(1);
  return explanation;
}

describe('explainModel', () => {
  it('shuffles the columns of any model', async () => {
    const { columns, rows } = await explain('base');
    expect(rows).toBe(500);
    // Var(a·b) is 1, and shuffling a makes two independent products of it.
    for (const { column, importance } of columns)
      if (column === 'c') expect(importance).toBe(0);
      else expect(importance).toBeCloseTo(2, 0);
  });

  it('finds the pairs that predictions depend on together', async () => {
    const { pairs, pairMethod } = await explain('base');
    expect(pairMethod).toBe('pathGain of the predictions');
    expect(pairs.map(({ columns }) => [...columns].sort())).toEqual([['a', 'b']]);
  });

  it('tells the pairs that an interactive network was built with', async () => {
    const selected = [{ features: ['a', 'c'] as [string, string], kind: 'numeric' as const, score: 0.5 }];
    const choices = [{ setting: 'lowRankRank' as const, value: 16, reason: 'the start for most data' }];
    const explanation = await explain('interactive', {
      pairs: selected,
      pairWeights: async table => [{ features: ['a', 'c'], weight: table.numRows / 500 }],
      interactionReport: { importances: [], choices },
    });
    expect(explanation).toMatchObject({
      pairMethod: 'selected for the network',
      pairs: [{ columns: ['a', 'c'], score: 0.5 }],
      learnedPairs: [{ columns: ['a', 'c'], share: 1 }],
      settings: choices,
    });
    const text = explanationText(explanation, { kind: 'interactive', target: 'y' });
    expect(text).toMatch(/\na × c +100\.0%\n\nLearned: the pair’s share .* on 500 rows\.\n/);
    expect(text).toMatch(/\nlowRankRank = 16: the start for most data\n$/);
  });

  it('leaves out what would take minutes for a deep forest', async () => {
    const unused = () => Promise.reject(new Error('must not be asked'));
    const trees = { numNodes: 1e6, shapValues: unused, shapInteractionValues: unused };
    const explanation = await explain('forest', { trees });
    for (const absent of ['shapRows', 'learnedPairs', 'settings'])
      expect(explanation).not.toHaveProperty(absent);
    expect(explanation.pairMethod).toBe('pathGain of the predictions');
  });
});

it('explainTrees: a line of interaction values sums to a SHAP value, a pair has two places', async () => {
  const trees = {
    numNodes: 3,
    shapValues: () => Promise.reject(new Error('not needed')),
    shapInteractionValues: async () => ({
      featureNames: ['a', 'b'],
      values: Float64Array.of(1, 2, 2, 5, -3, 1, 1, -4),
      expectedValue: 0,
    }),
  };
  const shares = await explainTrees(
    trees,
    features.select(['a', 'b']).slice(0, 2),
    new AbortController().signal,
  );
  expect([...shares!.columns]).toEqual([
    ['a', 2.5],
    ['b', 5],
  ]);
  expect(shares!.pairs).toEqual([{ columns: ['a', 'b'], score: 3 }]);
});

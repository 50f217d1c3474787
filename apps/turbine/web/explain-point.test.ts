import { describe, expect, it } from '@jest/globals';
import type { RowValues } from '../src/prediction/row-decoder';
import type { ColumnProfile } from '../src/training/column-profile';
import { explainPoint, pairedColumns } from './explain-point';

function numeric(name: string, quantiles = [-9, -2, -1, 0, 1, 2, 9]): ColumnProfile {
  return { name, kind: 'numeric', missing: 0, min: -9, max: 9, mean: 0, quantiles };
}

const kind: ColumnProfile = {
  name: 'kind',
  kind: 'categorical',
  missing: 0,
  categories: [
    { value: 'p', rows: 30 },
    { value: 'q', rows: 10 },
  ],
};

function answers(f: (row: RowValues) => number) {
  const asked: number[] = [];
  const predict = async (rows: readonly RowValues[]) => {
    asked.push(rows.length);
    return rows.map(f);
  };
  return { asked, predict };
}

const effectsOf = (effects: readonly { columns: readonly string[]; effect: number }[]) =>
  Object.fromEntries(
    effects.map(({ columns, effect }) => [columns.join(' '), Number(effect.toFixed(9)) + 0]),
  );

describe('explainPoint', () => {
  it('gives columns that add up their distance from the typical mean, and their pairs nothing', async () => {
    const { predict } = answers(([a, b]) => 2 * (a as number) - 3 * (b as number) + 7);
    const columns = [numeric('a'), numeric('b', [0, 1, 2, 3, 4, 5, 6])];
    const { columns: singles, pairs } = await explainPoint(columns, [5, 7], predict);
    // Typical a are −2 … 2, typical b 1 … 5.
    expect(effectsOf(singles)).toEqual({ a: 10, b: -12 });
    expect(singles.map(({ columns: [name] }) => name)).toEqual(['b', 'a']);
    expect(effectsOf(pairs)).toEqual({ 'a b': 0 });
  });

  it('gives a product to the pair', async () => {
    const { predict } = answers(([a, b]) => (a as number) * (b as number));
    const { columns, pairs } = await explainPoint(
      [numeric('a'), numeric('b'), numeric('c')],
      [3, -2, 1],
      predict,
    );
    expect(effectsOf(pairs)).toEqual({ 'a b': -6, 'a c': 0, 'b c': 0 });
    expect(effectsOf(columns)).toEqual({ a: -6, b: -6, c: 0 });
  });

  it('weighs categories by their rows', async () => {
    const { predict } = answers(([k]) => (k === 'q' ? 4 : 0));
    const { columns, pairs } = await explainPoint([kind], ['q'], predict);
    expect(columns).toEqual([{ columns: ['kind'], effect: 3 }]);
    expect(pairs).toEqual([]);
  });

  it('explains a row with gaps', async () => {
    const { predict } = answers(([a]) => (a === null ? 10 : (a as number)));
    expect((await explainPoint([numeric('a')], [null], predict)).columns[0]?.effect).toBe(10);
  });

  it('looks for pairs among the strongest columns only', async () => {
    const columns = Array.from({ length: 14 }, (_, i) => numeric(`x${i}`));
    const { predict, asked } = answers(row =>
      row.reduce<number>((sum, value, i) => sum + i * (value as number), 0),
    );
    const point = columns.map(() => 1);
    const { pairs } = await explainPoint(columns, point, predict);
    expect(pairs).toHaveLength((pairedColumns * (pairedColumns - 1)) / 2);
    expect(new Set(pairs.flatMap(pair => pair.columns))).toEqual(
      new Set(Array.from({ length: pairedColumns }, (_, i) => `x${i + 4}`)),
    );
    expect(asked).toEqual([1 + 14 * (5 + 3), 45 * 9]);
  });
});

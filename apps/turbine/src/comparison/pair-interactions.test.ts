import { createRandom, requireNumericColumn, Table } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { pairInteractions } from './pair-interactions';

const random = createRandom(3);
const numRows = 300;
const normal = () => Array.from({ length: numRows }, () => random.normal());
const rows = Table.fromColumns({
  a: normal(),
  b: normal(),
  c: normal(),
  town: Array.from({ length: numRows }, (_, row) => ['Bonn', 'Celle'][row % 2]!),
});

/** A model that is a formula. */
function model(formula: (a: number, b: number, c: number, town: string) => number) {
  return async (table: Table) => {
    const [a, b, c] = ['a', 'b', 'c'].map(name => requireNumericColumn(table, name).values);
    const town = table.column('town');
    return Float64Array.from({ length: table.numRows }, (_, row) =>
      formula(a![row]!, b![row]!, c![row]!, String(town.get(row))),
    );
  };
}

const strengths = async (formula: Parameters<typeof model>[0]) =>
  new Map(
    (await pairInteractions(model(formula), rows, 0)).map(({ columns, strength }) => [
      columns.join(' × '),
      strength,
    ]),
  );

describe('pairInteractions', () => {
  it('finds none where columns add up', async () => {
    const found = await strengths((a, b, c, town) => 3 * a + b ** 3 - Math.exp(c) + town.length);
    expect([...found.keys()].sort()).toEqual(['a × b', 'a × c', 'a × town', 'b × c', 'b × town', 'c × town']);
    for (const strength of found.values()) expect(strength).toBeCloseTo(0, 10);
  });

  it('gives the standard deviation of what two columns do together, the strongest first', async () => {
    // Of a product of two columns of variance 1 and mean 0 it is 1, by the units 5.
    const found = await strengths((a, b, c, town) => 5 * a * c + b + (town === 'Bonn' ? b : -b));
    expect([...found.keys()].slice(0, 2)).toEqual(['a × c', 'b × town']);
    expect(found.get('a × c')).toBeGreaterThan(4);
    expect(found.get('a × c')).toBeLessThan(6);
    expect(found.get('b × town')).toBeGreaterThan(0.7);
    expect(found.get('b × town')).toBeLessThan(1.3);
    expect(found.get('a × b')).toBeCloseTo(0, 10);
  });

  it('counts what three columns do together to each two of them', async () => {
    const found = await strengths((a, b, c) => a * b * c);
    for (const pair of ['a × b', 'a × c', 'b × c']) expect(found.get(pair)).toBeGreaterThan(0.5);
    expect(found.get('a × town')).toBeCloseTo(0, 10);
  });

  it('depends on the seed alone', async () => {
    const product = model((a, b) => a * b);
    const first = await pairInteractions(product, rows, 1);
    expect(await pairInteractions(product, rows, 1)).toEqual(first);
    expect(await pairInteractions(product, rows, 2)).not.toEqual(first);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@heph/data';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emptyWorld, type TestWorld } from '../../test/support/world';
import { main } from '../main';

/** What `y` is made of: a product of two columns, a third on its own, and one that is noise. */
function productCsv(rows: number, seed: number): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const [a, b, c, noise] = [random.normal(), random.normal(), random.normal(), random.normal()];
    return [a, b, c, noise, 3 * a * b + c].map(value => value.toFixed(4)).join(',');
  });
  return ['a,b,c,noise,y', ...lines, ''].join('\n');
}

let world: TestWorld;
beforeEach(async () => {
  world = await emptyWorld();
  await writeFile(join(world.cwd, 'rows.csv'), productCsv(1500, 1));
});

async function explained(kind: string, ...args: string[]) {
  await main(['train', '--csv', 'rows.csv', '--target', 'y', '--model', kind, '--out', 'model'], world);
  world.stdout.text = '';
  world.stderr.text = '';
  const code = await main(['explain', 'model', '--json', 'why.json', ...args], world);
  expect(world.stderr.text).toBe('');
  expect(code).toBe(0);
  return JSON.parse(await readFile(join(world.cwd, 'why.json'), 'utf8'));
}

describe('explain', () => {
  it('trees: permutation importance beside SHAP values, pairs by SHAP interactions', async () => {
    const { columns, pairs, ...rest } = await explained('xgboost');
    expect(rest).toEqual({
      kind: 'xgboost',
      target: 'y',
      rows: 60,
      shapRows: 60,
      pairMethod: 'SHAP interaction values',
    });
    const names = columns.map(({ column }: { column: string }) => column);
    expect(names.slice(0, 2).sort()).toEqual(['a', 'b']);
    expect(names.at(-1)).toBe('noise');
    for (const { shap } of columns) expect(shap).toBeGreaterThan(0);
    expect([...pairs[0].columns].sort()).toEqual(['a', 'b']);
    expect(pairs[0].score).toBeGreaterThan(3 * pairs[1].score);
    expect(world.stdout.text).toMatch(/What XGBoost needs to predict y/);
    expect(world.stdout.text).toMatch(/\na × b +\d/);
    expect(world.stdout.text).toMatch(/why\.json\n$/);
  });

  it('a linear model has no pairs, and says why', async () => {
    const { columns, pairs, pairMethod } = await explained('linear');
    expect(columns[0].column).toBe('c');
    expect(columns[0]).not.toHaveProperty('shap');
    expect([pairs, pairMethod]).toEqual([[], null]);
    expect(world.stdout.text).toMatch(/a linear model adds up its columns/);
  });

  it('takes rows of a file, at most so many', async () => {
    await writeFile(join(world.cwd, 'more.csv'), productCsv(900, 2));
    expect((await explained('linear', 'more.csv', '--rows', '300'))['rows']).toBe(300);
    await writeFile(join(world.cwd, 'more.csv'), productCsv(20, 2).replaceAll(/,[^,\n]*$/gm, ''));
    expect(await main(['explain', 'model', 'more.csv'], world)).toBe(2);
    expect(world.stderr.lines.at(-1)).toMatch(/no column "y"/);
  });
});

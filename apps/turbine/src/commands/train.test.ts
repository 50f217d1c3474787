import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireNumericColumn } from '@heph/data';
import { describe, expect, it } from '@jest/globals';
import { emptyWorld, shopCsv, type TestWorld, writeFiles, yearlyFiles } from '../../test/support/world';
import { main } from '../main';
import { loadModelFolder } from '../training/model-folder';

async function shop(csv = shopCsv()): Promise<TestWorld> {
  const world = await emptyWorld();
  await writeFile(join(world.cwd, 'shop.csv'), csv);
  return world;
}

const shopArgs = ['train', '--csv', 'shop.csv', '--target', 'price', '--drop', 'id', '--out', 'model'];

async function trained(world: TestWorld, ...args: string[]) {
  expect(world.stderr.text).not.toMatch(/error/);
  const code = await main([...shopArgs, ...args], world);
  expect(world.stderr.text).not.toMatch(/error/);
  expect(code).toBe(0);
  return loadModelFolder(join(world.cwd, 'model'));
}

describe('train', () => {
  it('saves a model that knows its columns, its errors and its intervals', async () => {
    const world = await shop();
    const { manifest, model, sample } = await trained(world, '--model', 'xgboost', '--categorical', 'year');
    expect(manifest).toMatchObject({
      kind: 'xgboost',
      target: 'price',
      seed: 0,
      data: {
        description: 'shop.csv',
        split: 'random',
        learned: 304,
        stopping: 16,
        calibration: 16,
        test: 80,
      },
      interval: { coverage: 0.9, rows: 16 },
      targetProfile: { name: 'price', kind: 'numeric' },
    });
    expect(manifest.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'size numeric',
      'town categorical',
      'year categorical',
    ]);
    expect(manifest.columns[1]).toMatchObject({
      categories: expect.arrayContaining([{ value: 'Bonn', rows: expect.any(Number) }]),
    });
    expect(manifest.metrics.test.r2).toBeGreaterThan(0.98);
    expect(manifest.interval.testCoverage).toBeGreaterThan(0.75);
    expect(world.stdout.text).toMatch(/XGBoost predicts price; it learned from 304 rows/);
    expect(world.stdout.text).toMatch(/to hold 90\.0% of new rows; \d+\.\d% of the test rows lie within/);

    expect(sample.numRows).toBe(16);
    const predictions = await model.predict(sample);
    const truth = requireNumericColumn(sample, 'price').values;
    const errors = Array.from(truth, (value, row) => Math.abs(value - predictions[row]!));
    // The 16th of 16 errors at 90%: ⌈17 · 0.9⌉ = 16.
    expect(Math.max(...errors)).toBeCloseTo(manifest.interval.halfWidth, 6);
  });

  it.each(['linear', 'forest'])('trains %s; one seed gives one model', async kind => {
    const world = await shop();
    const first = await trained(world, '--model', kind, '--seed', '3');
    const second = await trained(world, '--model', kind, '--seed', '3');
    expect(second.manifest.metrics).toEqual(first.manifest.metrics);
    expect(await second.model.predict(first.sample)).toEqual(await first.model.predict(first.sample));
    // The first model's folder is gone.
    const names = await readdir(join(world.cwd, 'model'));
    expect(names.filter(name => name.startsWith('model-'))).toHaveLength(1);
  });

  it('learns from the gas turbine where no file is named, temporal split and all', async () => {
    const world = await emptyWorld();
    await writeFiles(join(world.cwd, 'mine'), yearlyFiles(200));
    const args = ['train', '--model', 'linear', '--data', 'mine', '--split', 'temporal', '--drop', 'AP'];
    expect(await main([...args, '--coverage', '0.5'], world)).toBe(0);
    const { manifest } = await loadModelFolder(join(world.cwd, 'out', 'model'));
    expect(manifest).toMatchObject({ target: 'NOX', interval: { coverage: 0.5 } });
    expect(manifest.columns.map(({ name }) => name)).toEqual([
      'AT',
      'AH',
      'AFDP',
      'GTEP',
      'TIT',
      'TAT',
      'TEY',
      'CDP',
    ]);
    expect(manifest.data.splitDescription).toMatch(/2014–2015/);
  });

  it('makes intervals from a single row, which has no R²', async () => {
    const world = await shop();
    const rows = shopCsv().split('\n').slice(0, 25).join('\n');
    await writeFile(join(world.cwd, 'shop.csv'), rows);
    const { manifest } = await trained(
      world,
      '--model',
      'linear',
      '--split',
      'temporal',
      '--coverage',
      '0.5',
    );
    expect(manifest).toMatchObject({ data: { calibration: 1 }, metrics: { calibration: { r2: null } } });
    expect(world.stdout.text).toContain('R² none of a single row');
  });

  it('takes the last rows of a file for the test where asked to', async () => {
    const { manifest } = await trained(await shop(), '--model', 'linear', '--split', 'temporal');
    expect(manifest.data).toMatchObject({ split: 'temporal', test: 80 });
    expect(manifest.data.splitDescription).toMatch(/the last fifth are test rows/);
  });

  it('warns of a column that names single rows', async () => {
    const world = await shop();
    const named = shopCsv().replace(/^(\d+),/gm, 'row $1,');
    await writeFile(join(world.cwd, 'shop.csv'), named);
    await main(['train', '--csv', 'shop.csv', '--target', 'price', '--model', 'linear'], world);
    expect(world.stderr.text).toMatch(/warning: column "id" has 288 categories in 288 rows.*--drop/);
  });

  it.each([
    ['no target', ['--csv', 'shop.csv'], /--csv needs --target/],
    ['a target that is not there', ['--csv', 'shop.csv', '--target', 'cost'], /no column "cost"/],
    [
      'a target of text',
      ['--csv', 'shop.csv', '--target', 'town'],
      /line 2, column "town": expected a finite number; found "Aachen"/,
    ],
    ['a dropped target', ['--csv', 'shop.csv', '--target', 'price', '--drop', 'price'], /--drop: the target/],
    [
      'an unknown column to drop',
      ['--csv', 'shop.csv', '--target', 'price', '--drop', 'colour'],
      /no column "colour"/,
    ],
    ['a target without a file', ['--target', 'price'], /--target goes with --csv/],
    ['two sources', ['--csv', 'shop.csv', '--target', 'price', '--data', '.'], /--data or --csv/],
    ['no such file', ['--csv', 'none.csv', '--target', 'price'], /there is no file .*none\.csv/],
    ['an odd coverage', ['--coverage', '90'], /share between 0 and 1/],
    [
      'a coverage beyond the rows',
      ['--csv', 'shop.csv', '--target', 'price', '--coverage', '0.99'],
      /at least 99 rows to calibrate on; these data leave 16/,
    ],
  ])('refuses %s with one line and exit code 2, nothing written', async (_, args, message) => {
    const world = await shop();
    expect(await main(['train', '--model', 'linear', ...args], world)).toBe(2);
    expect(world.stderr.lines.filter(line => !line.startsWith('[1/1]'))).toEqual([
      expect.stringMatching(message),
    ]);
    expect(await readdir(world.cwd)).not.toContain('out');
  });

  it('names the row whose target is missing', async () => {
    const world = await shop(shopCsv().replace(/^7,(.*),[\d.]+$/m, '7,$1,'));
    expect(await main([...shopArgs, '--model', 'linear'], world)).toBe(2);
    expect(world.stderr.text).toBe(
      'error: shop.csv, row 8, column "price": expected a number to learn from; the cell is empty\n',
    );
  });

  it('stops when asked, and writes nothing', async () => {
    const world = await shop();
    const running = main([...shopArgs, '--model', 'forest'], world);
    world.stop.abort(new Error('interrupted'));
    expect(await running).toBe(130);
    expect(world.stderr.lines.at(-1)).toBe('stopped; nothing was written');
    expect(await readdir(world.cwd)).not.toContain('model');
  });
});

describe('a network', () => {
  it('goes on from its last whole epoch', async () => {
    const world = await shop(shopCsv(600));
    const args = [...shopArgs, '--model', 'base'];
    const checkpoint = join(world.cwd, 'model', 'checkpoint');
    const watch = setInterval(() => {
      if (existsSync(join(checkpoint, 'fine-tuning', 'manifest.json')))
        world.stop.abort(new Error('interrupted'));
    }, 2);
    expect(await main(args, world)).toBe(130);
    clearInterval(watch);
    expect(world.stderr.lines.at(-1)).toBe(
      'stopped; the same command with --resume goes on from the last whole epoch',
    );

    const later = { ...world, signal: new AbortController().signal };
    expect(await main([...args, '--seed', '1', '--resume'], later)).toBe(2);
    expect(world.stderr.lines.at(-1)).toMatch(
      /^error: the checkpoint in .*model.checkpoint\S* is of another training/,
    );
    expect(await main([...args, '--resume'], later)).toBe(0);
    const { manifest, model } = await loadModelFolder(join(world.cwd, 'model'));
    expect(manifest.details).toMatchObject({ resumed: true });
    expect(existsSync(checkpoint)).toBe(false);

    const whole = await shop(shopCsv(600));
    expect(await main(args, whole)).toBe(0);
    const uninterrupted = await loadModelFolder(join(whole.cwd, 'model'));
    expect(manifest.metrics).toEqual(uninterrupted.manifest.metrics);
    expect(uninterrupted.manifest.details).not.toHaveProperty('resumed');
    model.dispose?.();
    uninterrupted.model.dispose?.();
  });
});

describe('a model folder that was tampered with', () => {
  it.each([
    ['another format', /"heph-turbine-model"/, '"something else"', /found the format "something else"/],
    ['an unknown kind', /"kind": "linear"/, '"kind": "magic"', /found the kind "magic"/],
    ['a path that leads elsewhere', /"model-[0-9a-f]{16}"/, '"../../etc"', /found the model’s folder/],
    ['no columns', /"columns": \[/, '"columns": [], "old": [', /does not describe its columns/],
    ['no width', /"halfWidth": [\d.]+/, '"halfWidth": null', /has no intervals/],
  ])('%s is refused', async (_, from, to, message) => {
    const world = await shop();
    await trained(world, '--model', 'linear');
    const path = join(world.cwd, 'model', 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
    await expect(loadModelFolder(join(world.cwd, 'model'))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(message),
    });
  });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { emptyWorld, writeFiles, yearlyFiles } from '../test/support/world';
import { main } from './main';

describe('bad input: one line on stderr, exit code 2, nothing written', () => {
  it.each([
    ['an unknown command', ['fly'], /unknown command 'fly'; expected compare/],
    ['an unknown option', ['compare', '--fast'], /unknown option '--fast'/],
    ['a stray argument', ['compare', 'mine'], /too many arguments/],
    ['an unknown split', ['compare', '--split', 'odd'], /'odd' is invalid.*random, temporal/],
    ['an unknown preset', ['compare', '--preset', 'huge'], /'huge' is invalid.*quick, full/],
    [
      'an unknown model',
      ['compare', '--models', 'linear,svm'],
      /no model "svm".*interactive, enhanced, base, linear, forest and xgboost/,
    ],
    ['no number of seeds', ['compare', '--seeds', 'two'], /'two' is invalid.*whole number/],
    ['no seeds', ['compare', '--seeds', '0'], /'0' is invalid.*whole number/],
    ['a folder without data', ['compare', '--data', 'checkout'], /--data: expected gt_2011\.csv.*found none/],
    [
      'a path through a file',
      ['compare', '--out', 'file/out'],
      /cannot write .*report\.html: .*file is not a folder/,
    ],
    [
      'a JSON file that is a folder',
      ['compare', '--json', 'checkout'],
      /cannot write .*checkout is a folder/,
    ],
  ])('%s', async (_, args, message) => {
    const world = await emptyWorld();
    await writeFile(join(world.cwd, 'file'), '');
    const before = await readdir(world.cwd);
    expect(await main(args, world)).toBe(2);
    expect(world.stderr.lines).toEqual([expect.stringMatching(/^error: /)]);
    expect(world.stderr.text).toMatch(message);
    expect(world.stdout.text).toBe('');
    expect(await readdir(world.cwd)).toEqual(before);
  });

  it('a malformed file, by file, row and column', async () => {
    const world = await emptyWorld();
    const files = yearlyFiles();
    await writeFiles(join(world.cwd, 'mine'), {
      ...files,
      'gt_2014.csv': files['gt_2014.csv']!.replace(/\n[^,]+/, '\nhot'),
    });
    expect(await main(['compare', '--data', 'mine'], world)).toBe(2);
    expect(world.stderr.lines).toEqual([
      'error: gt_2014.csv, line 2, column "AT": expected a finite number; found "hot"',
    ]);
  });
});

const commands = ['compare', 'train', 'predict', 'explain', 'serve'];

describe('help', () => {
  it.each([[['--help']], [['--version']], ...commands.map(name => [[name, '--help']])])(
    '%p exits with 0',
    async args => {
      const world = await emptyWorld();
      expect(await main(args, world)).toBe(0);
      expect(world.stdout.text).not.toBe('');
      expect(world.stderr.text).toBe('');
    },
  );

  it.each([
    [
      'compare',
      ['--data', '--split', '--preset', '--protocol', '--seeds', '--label-fractions', '--models', '--resume'],
    ],
    ['train', ['--model', '--csv', '--target', '--categorical', '--drop', '--coverage', '--resume', '--out']],
    ['predict', ['--out', '--only', '--skip-bad-rows', '--set']],
    ['explain', ['--rows', '--json']],
    ['serve', ['--port', '--host', '--out', '--report']],
  ])('of %s names every option, has examples that parse, and the exit codes', async (name, options) => {
    const world = await emptyWorld();
    await main([name, '--help'], world);
    for (const option of options) expect(world.stdout.text).toContain(`  ${option}`);
    for (const code of [/ 0 +done/, / 1 +something broke/, / 2 +bad input/, / 130 +stopped/])
      expect(world.stdout.text).toMatch(code);
    const help = world.stdout.text;
    const examples = [...help.matchAll(/\$ turbine (.+)/g)].map(([, line]) => line!);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const [command, ...args] = example.replace(/ [<>] \S+/g, '').split(' ');
      expect(command).toBe(name);
      for (const arg of args.filter(word => word.startsWith('--'))) expect(help).toContain(`  ${arg}`);
      // Values are parsed before the help is printed.
      expect(await main([name, ...args, '--help'], world)).toBe(0);
    }
    expect(world.stderr.text).toBe('');
  });
});

describe('compare', () => {
  it('simulates where there are no data, and says so everywhere', async () => {
    const world = await emptyWorld();
    const code = await main(['compare', '--models', 'linear', '--json', 'results/copy.json'], world);
    expect(world.stderr.text).toMatch(/simulating a gas turbine instead/);
    expect(world.stderr.text).toMatch(/\[1\/1\] Linear Regression: MSE/);
    expect(code).toBe(0);
    expect(world.stdout.lines[0]).toMatch(/^simulated data/);
    expect(world.stdout.text).toMatch(/\nLinear Regression +\d/);
    expect(world.stdout.text).not.toContain('Hephaestus');
    expect(world.stdout.text).toContain(join(world.cwd, 'out', 'turbine', 'report.html'));

    const text = await readFile(join(world.cwd, 'results', 'copy.json'), 'utf8');
    expect(await readFile(join(world.cwd, 'out', 'turbine', 'results.json'), 'utf8')).toBe(text);
    const results = JSON.parse(text);
    expect(results).toMatchObject({
      dataset: {
        source: 'simulated data',
        simulated: true,
        rows: 36733,
        train: 26447,
        validation: 2939,
        test: 7347,
      },
      split: 'random',
      preset: 'quick',
      seeds: [0],
      machine: { cpu: expect.any(String), threads: expect.any(Number) },
    });
    expect(results.models).toHaveLength(1);
    const [linear] = results.models;
    expect(linear).toMatchObject({ name: 'Linear Regression', seed: 0, params: 14 });
    expect(linear.r2).toBeGreaterThan(0.5);
    expect(linear.r2).toBeLessThan(0.95);

    const report = await readFile(join(world.cwd, 'out', 'turbine', 'report.html'), 'utf8');
    expect(report).toContain('Simulated data.');
    expect(await readdir(join(world.cwd, 'out', 'turbine'))).toEqual(['fits', 'report.html', 'results.json']);
  });

  it('takes a folder, a split by years and seeds', async () => {
    const world = await emptyWorld();
    await writeFiles(join(world.cwd, 'mine'), yearlyFiles());
    const args = [
      'compare',
      '--data',
      'mine',
      '--split',
      'temporal',
      '--seeds',
      '2',
      '--models',
      'Linear Regression,xgboost',
    ];
    expect(await main([...args, '--out', 'here'], world)).toBe(0);
    const results = JSON.parse(await readFile(join(world.cwd, 'here', 'results.json'), 'utf8'));
    expect(results.dataset).toMatchObject({
      source: 'a folder given with --data',
      verified: false,
      train: 80,
      validation: 40,
      test: 80,
    });
    expect(results.dataset.features).not.toContain('year');
    const fits = results.models.map(({ name, seed }: { name: string; seed: number }) => `${name} ${seed}`);
    expect(fits).toEqual(['Linear Regression 0', 'Linear Regression 1', 'XGBoost 0', 'XGBoost 1']);
    expect(world.stderr.text).toMatch(/\[4\/4\] XGBoost, seed 1: MSE/);
    expect(world.stdout.text).toMatch(/\nXGBoost +\d.* ± /);
    expect(world.stdout.text).toContain('not the files as published');
  });

  it('stops when asked, with exit code 130 and nothing written', async () => {
    const world = await emptyWorld();
    await writeFiles(join(world.cwd, 'mine'), yearlyFiles());
    const running = main(['compare', '--data', 'mine'], world);
    world.stop.abort(new Error('interrupted'));
    expect(await running).toBe(130);
    expect(world.stderr.lines.at(-1)).toBe('stopped; nothing was written');
    expect(await readdir(world.cwd)).not.toContain('out');
  });
});

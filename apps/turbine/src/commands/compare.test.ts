import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { emptyWorld, type TestWorld, writeFiles, yearlyFiles } from '../../test/support/world';
import { main } from '../main';

async function worldWithData(rows?: number): Promise<TestWorld> {
  const world = await emptyWorld();
  await writeFiles(join(world.cwd, 'mine'), yearlyFiles(rows));
  return world;
}

const compare = ['compare', '--data', 'mine', '--out', 'out'];

async function results(world: TestWorld) {
  return JSON.parse(await readFile(join(world.cwd, 'out', 'results.json'), 'utf8'));
}

/** The figures that seeds decide, and not the machine. */
const figures = (models: readonly Record<string, unknown>[]) =>
  models.map(({ name, seed, mse, mae, r2, params }) => ({ name, seed, mse, mae, r2, params }));

/** The program in a process of its own, until it prints what `mark` describes. */
async function startUntil(world: TestWorld, args: readonly string[], mark: RegExp): Promise<ChildProcess> {
  const program = join(__dirname, '..', '..', 'test', 'support', 'run-turbine.cjs');
  const child = spawn(process.execPath, ['-C', '@heph/source', program, ...args], { cwd: world.cwd });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (piece: Buffer) => {
      printed += String(piece);
      if (mark.test(printed)) resolve();
    });
    child.once('exit', code => reject(new Error(`exit code ${code} before ${mark}: ${printed}`)));
  });
  child.removeAllListeners('exit');
  return child;
}

describe('a comparison that was broken off', () => {
  const args = [...compare, '--models', 'linear,forest', '--seeds', '2'];

  it('goes on after kill -9, and ends with the same figures', async () => {
    const world = await worldWithData(1500);
    const child = await startUntil(world, args, /\[3\/4\] Random Forest, seed 0: started/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const kept = await readdir(join(world.cwd, 'out', 'fits'));
    expect(kept).toEqual(['comparison.json', 'fit-fair-1-linear-0.json', 'fit-fair-1-linear-1.json']);
    expect(await readdir(join(world.cwd, 'out'))).toEqual(['fits']);

    expect(await main([...args, '--resume'], world)).toBe(0);
    expect(world.stderr.text).toMatch(/\[2\/4\] Linear Regression, seed 1: MSE [\d.]+, kept from before/);
    expect(world.stderr.text).toMatch(/\[3\/4\] Random Forest, seed 0: started/);
    const resumed = await results(world);

    const whole = await worldWithData(1500);
    expect(await main(args, whole)).toBe(0);
    const uninterrupted = await results(whole);
    expect(figures(resumed.models)).toEqual(figures(uninterrupted.models));
    expect(resumed.tests).toEqual(uninterrupted.tests);
  });

  it('stops at Ctrl-C with exit code 130, keeps what is finished, and says how to go on', async () => {
    const world = await worldWithData(1500);
    const child = await startUntil(world, args, /\[3\/4\] Random Forest, seed 0: started/);
    let said = '';
    child.stderr!.on('data', (piece: Buffer) => (said += String(piece)));
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(130);
    expect(said).toContain(
      `stopped; 2 of 4 fits are kept in ${join(world.cwd, 'out', 'fits')}; the same command with --resume goes on from there\n`,
    );
    expect(await readdir(join(world.cwd, 'out', 'fits'))).toHaveLength(3);
  });

  it('refuses to go on with other options', async () => {
    const world = await worldWithData();
    expect(await main([...compare, '--models', 'linear'], world)).toBe(0);
    world.stderr.text = '';
    expect(await main([...compare, '--models', 'linear,xgboost', '--seeds', '3', '--resume'], world)).toBe(2);
    expect(world.stderr.text).toMatch(
      /^error: --resume .*--seeds was 1 and is now 3 and --models was linear and is now linear,xgboost/,
    );
  });

  it('or with other data', async () => {
    const world = await worldWithData();
    expect(await main([...compare, '--models', 'linear'], world)).toBe(0);
    await writeFiles(join(world.cwd, 'mine'), yearlyFiles(41));
    expect(await main([...compare, '--models', 'linear', '--resume'], world)).toBe(2);
    expect(world.stderr.text).toMatch(/the data’s checksum was [0-9a-f]{12} and is now/);
  });

  it('fits nothing again where all is finished, and begins anew without --resume', async () => {
    const world = await worldWithData();
    expect(await main([...compare, '--models', 'linear'], world)).toBe(0);
    const first = await results(world);
    expect(await main([...compare, '--models', 'linear', '--resume'], world)).toBe(0);
    expect((await results(world)).models).toEqual(first.models);
    world.stderr.text = '';
    expect(await main([...compare, '--models', 'linear'], world)).toBe(0);
    expect(world.stderr.text).toMatch(/Linear Regression: started/);
  });
});

describe('compare', () => {
  it('draws learning curves', async () => {
    const world = await worldWithData(100);
    const args = ['--models', 'linear,xgboost', '--label-fractions', '1,0.1,0.5', '--seeds', '2'];
    expect(await main([...compare, ...args], world)).toBe(0);
    const { models, summaries, learningCurves, labelFractions } = await results(world);
    expect(labelFractions).toEqual([0.1, 0.5, 1]);
    expect(models).toHaveLength(12);
    expect(summaries.map(({ name, runs }: { name: string; runs: number }) => [name, runs])).toEqual([
      ['Linear Regression', 2],
      ['XGBoost', 2],
    ]);
    const [linear] = learningCurves;
    expect(linear.points.map(({ labels }: { labels: number }) => labels)).toEqual([40, 200, 400]);
    // The subsets of two seeds differ, all rows are the same.
    expect(linear.points[0].mse.sd).toBeGreaterThan(0);
    expect(linear.points[2].mse.sd).toBe(0);
    expect(world.stdout.text).toMatch(/\nModel +10% +50% +100%\nLinear Regression +\d/);
    expect(world.stderr.text).toMatch(/\[1\/12\] Linear Regression, 10% of the labels, seed 0: started/);
    expect(world.stdout.text).toMatch(/• .*share of the labels|• With 10% of the labels/);
  });

  it('sets the original protocol beside the fair one, and says what differs', async () => {
    const world = await worldWithData(100);
    expect(await main([...compare, '--models', 'linear', '--protocol', 'both'], world)).toBe(0);
    const { models, summaries, protocols } = await results(world);
    const params = models.map(({ protocol, params }: Record<string, unknown>) => [protocol, params]);
    // Four more with the year: an indicator for each year but the first.
    expect(params).toEqual([
      ['fair', 14],
      ['original', 10],
    ]);
    expect(summaries).toEqual(protocols[0].summaries);
    expect(world.stdout.text).toMatch(
      /Original protocol, that of the Python project’s table: .*not shown the year.*epoch and the share of neighbours on the test rows/,
    );
    expect(world.stdout.text).toMatch(/• By the original protocol Linear Regression/);
  });

  it('tests differences in pairs', async () => {
    const world = await worldWithData(100);
    expect(await main([...compare, '--models', 'linear,xgboost,forest'], world)).toBe(0);
    const { tests, models } = await results(world);
    expect(tests.map(({ models }: { models: string[] }) => models.join(' – '))).toEqual([
      'Linear Regression – Random Forest',
      'Linear Regression – XGBoost',
      'Random Forest – XGBoost',
    ]);
    expect(tests[0]).toMatchObject({ over: 'test rows', pairs: 100 });
    expect(tests[0].difference).toBeCloseTo(models[0].mse - models[1].mse, 10);
    expect(world.stdout.text).toMatch(/paired t-test over the squared errors of the 100 test rows/);
  });

  it.each([
    ['a share above 1', ['--label-fractions', '0.1,5']],
    ['a share that is no number', ['--label-fractions', '0.1,,1']],
    ['an unknown protocol', ['--protocol', 'unfair']],
  ])('refuses %s', async (_, args) => {
    const world = await emptyWorld();
    expect(await main(['compare', ...args], world)).toBe(2);
    expect(world.stderr.lines).toEqual([expect.stringMatching(/^error: .*is invalid/)]);
  });
});

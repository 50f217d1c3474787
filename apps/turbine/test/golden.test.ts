import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goldenColumns, goldens, savedFolder, type GoldenColumns, type Tolerance } from '@heph/testing';
import { describe, expect, it } from '@jest/globals';
import { fileColumns } from '../src/data/columns';
import { simulateYears } from '../src/data/simulator/simulate';
import { main } from '../src/main';
import { emptyWorld, type TestWorld } from './support/world';

const fixtures = join(__dirname, 'fixtures');
const golden = goldens(join(fixtures, 'golden.json'));

/** Networks compute on a native runtime, which adds up in an order that suits the processor. */
const ofNetworks: Tolerance = { rtol: 1e-4, atol: 1e-4 };
/** Means and deviations of errors whose predictions may be float32 or double. */
const ofOthers: Tolerance = { rtol: 1e-5, atol: 1e-5 };

async function run(world: TestWorld, ...args: string[]): Promise<string> {
  world.stdout.text = '';
  const code = await main(args, world);
  if (code !== 0) throw new Error(`exit code ${code}: ${world.stderr.text}`);
  return world.stdout.text;
}

/** What a run says that is no time, no machine and no path. */
const timeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, item: unknown) => {
      if (/^(fitSeconds|predictRowsPerSecond|machine|versions|finishedAt|trainedAt|modelFolder)$/.test(name))
        return undefined;
      if (name === 'findings') return (item as string[]).filter(finding => !isOfTime(finding));
      return name === 'pairs' && isStrengths(item) ? byColumns(item) : item;
    }),
  );

interface Strength {
  columns: string[];
  strength: number;
}

const isStrengths = (pairs: unknown): pairs is Strength[] =>
  Array.isArray(pairs) && pairs.every(pair => 'strength' in pair);

/** In an order that no rounding changes, and without the pairs that are nothing but rounding, as all of a linear model are. */
const byColumns = (pairs: Strength[]) =>
  Object.fromEntries(
    pairs
      .filter(({ strength }) => strength > 1e-3)
      .map(({ columns, strength }) => [columns.join(' × '), strength] as const)
      .sort(),
  );

const isOfTime = (finding: string) => / took .* to fit, /.test(finding);

/** The same of what is printed: tables lose their last two columns, and the space that these took. */
const timelessLines = (text: string, world: TestWorld) =>
  text
    .replaceAll(world.cwd, '<here>')
    .split('\n')
    .filter(line => !isOfTime(line))
    .map(line =>
      line
        .replace(/ +(Fit time +Rows\/s|([\d.]+ s|\d+ min \d+ s|\d+ h \d+ min) +[\d,]+)$/, '')
        .replaceAll(/ +/g, ' '),
    );

describe('help is as before', () => {
  it.each(['--help', 'compare --help', 'train --help', 'predict --help', 'explain --help', 'serve --help'])(
    'turbine %s',
    async args => {
      const text = await run(await emptyWorld(), ...args.split(' '));
      golden.expect(args, text.split('\n'));
    },
  );
});

describe('the simulation is as before', () => {
  it('in some hours of every year', () => {
    const some = simulateYears(0).map(year =>
      [0, 1, 4000].map(row => fileColumns.map(name => year[name][row]!)),
    );
    golden.expect('simulation', some, { rtol: 1e-12 });
  });
});

describe('a comparison ends as before', () => {
  /** A few hours of every simulated year, in files under the names of the published ones. */
  const data = () =>
    savedFolder(join(fixtures, 'saved', 'data'), async folder => {
      await mkdir(folder);
      for (const year of simulateYears(1)) {
        const lines = Array.from({ length: 40 }, (_, i) => 150 * i).map(row =>
          fileColumns.map(name => year[name][row]!.toPrecision(6)).join(','),
        );
        await writeFile(
          join(folder, `gt_${year.year}.csv`),
          [fileColumns.join(','), ...lines, ''].join('\n'),
        );
      }
    });

  it.each<[string, Tolerance, string[]]>([
    ['of all models, temporal', ofNetworks, ['--split', 'temporal']],
    ['of a network and a tree, random', ofNetworks, ['--models', 'interactive,xgboost']],
    [
      'by two protocols, with learning curves and seeds',
      ofOthers,
      ['--models', 'linear,xgboost', '--protocol', 'both', '--label-fractions', '0.5,1', '--seeds', '2'],
    ],
  ])('%s', async (name, tolerance, options) => {
    const world = await emptyWorld();
    const text = await run(
      world,
      'compare',
      '--data',
      await data(),
      '--out',
      'out',
      '--json',
      'copy.json',
      ...options,
    );
    const results = JSON.parse(await readFile(join(world.cwd, 'copy.json'), 'utf8'));
    expect(results.models[0].fitSeconds).toBeGreaterThan(0);
    golden.expect(`comparison ${name}: JSON`, timeless(results), tolerance);
    const lines = timelessLines(text.replaceAll(await data(), '<data>'), world);
    golden.expect(`comparison ${name}: text`, lines);
  });
});

describe('models of the program', () => {
  /** Columns as a CSV file. */
  const csvOf = (columns: GoldenColumns, numRows: number) => {
    const names = ['power', 'wind', 'load', 'site', 'shift', 'output'];
    const lines = Array.from({ length: numRows }, (_, row) =>
      names.map(name => columns[name]![row] ?? '').join(','),
    );
    return [names.join(','), ...lines, ''].join('\n');
  };
  const train = async (world: TestWorld, kind: string, numRows: number, out: string) => {
    await writeFile(join(world.cwd, 'plant.csv'), csvOf(goldenColumns('train'), numRows));
    const rows = ['--csv', 'plant.csv', '--target', 'output', '--split', 'temporal', '--coverage', '0.5'];
    return run(world, 'train', ...rows, '--model', kind, '--seed', '3', '--out', out);
  };

  it.each<[string, Tolerance]>([
    ['linear', ofOthers],
    ['xgboost', ofOthers],
    ['interactive', ofNetworks],
  ])('are trained as before: %s', async (kind, tolerance) => {
    const world = await emptyWorld();
    await train(world, kind, 160, 'model');
    const { model } = JSON.parse(await readFile(join(world.cwd, 'model', 'manifest.json'), 'utf8'));
    golden.expect(`trained ${kind}`, timeless(model), tolerance);
  });

  it.each([
    ['linear', 28],
    ['forest', 28],
    ['xgboost', 28],
    ['interactive', 48],
  ])('saved earlier predict and are explained as before: %s', async (kind, numRows) => {
    const world = await emptyWorld();
    const model = await savedFolder(join(fixtures, 'saved', kind), async folder => {
      await train(world, kind, numRows, folder);
    });
    await writeFile(join(world.cwd, 'rows.csv'), csvOf(goldenColumns('rows'), 17));
    const [header, ...rows] = (await run(world, 'predict', model, 'rows.csv', '--only')).trim().split('\n');
    expect(header).toBe('prediction,lower,upper');
    const numbers = rows.map(row => row.split(',').map(Number));
    golden.expect(`saved ${kind}: predictions`, numbers, { rtol: 1e-6, atol: 1e-3 });

    await writeFile(join(world.cwd, 'truth.csv'), csvOf(goldenColumns('validation'), 40));
    await run(world, 'explain', model, 'truth.csv', '--json', 'why.json');
    const why = JSON.parse(await readFile(join(world.cwd, 'why.json'), 'utf8'));
    golden.expect(`saved ${kind}: explanation`, why, { rtol: 1e-4, atol: 1e-4 });
  });
});

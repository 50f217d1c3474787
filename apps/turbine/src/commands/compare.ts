import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { requireNumericColumn } from '@heph/data';
import { writeFileAtomic } from '@heph/data/node';
import { Command, Option } from 'commander';
import { chooseView } from '../comparison/choose-view';
import { compareModels } from '../comparison/compare-models';
import { type Comparison, describeComparison } from '../comparison/comparison';
import type { ModelRun } from '../comparison/model-result';
import { renderTable } from '../comparison/results-table';
import { target } from '../data/columns';
import type { Dataset } from '../data/dataset';
import { findDataset } from '../data/find-dataset';
import { searchView } from '../data/search-view';
import { type Split, splitDataset, type SplitName, splitNames } from '../data/split';
import { count } from '../format';
import type { Io } from '../io';
import { catalogue } from '../models/catalogue';
import type { ComparedModel } from '../models/model';
import type { ModelKey } from '../models/names';
import { type PresetName, presetNames } from '../models/presets';
import { requireWritableFile } from '../writable';
import { parseModels, parseSeeds } from './options';

interface CompareOptions {
  readonly data?: string;
  readonly split: SplitName;
  readonly preset: PresetName;
  readonly seeds: number;
  readonly models?: readonly ModelKey[];
  readonly out: string;
  readonly json?: string;
}

export function compareCommand(io: Io): Command {
  return new Command('compare')
    .description('fit six models on the gas-turbine data and compare their errors on the same test rows')
    .option('--data <dir>', 'folder with gt_2011.csv … gt_2015.csv (default: wherever they are found)')
    .addOption(
      new Option('--split <split>', 'how test rows are chosen').choices(splitNames).default('random'),
    )
    .addOption(
      new Option('--preset <preset>', 'how large the networks are').choices(presetNames).default('quick'),
    )
    .option('--seeds <n>', 'fit each model with so many seeds', parseSeeds, 1)
    .option(
      '--models <names>',
      'only these, with commas: interactive, enhanced, base, linear, forest, xgboost',
      parseModels,
    )
    .option('--out <dir>', 'folder for report.html and results.json', 'out/turbine')
    .option('--json <file>', 'write the results to this file too')
    .action((options: CompareOptions) => compare(options, io));
}

async function compare(options: CompareOptions, io: Io): Promise<void> {
  const out = resolve(io.cwd, options.out);
  const files = { report: join(out, 'report.html'), results: join(out, 'results.json') };
  const copy = options.json === undefined ? undefined : resolve(io.cwd, options.json);
  for (const file of [files.report, files.results, ...(copy ? [copy] : [])]) await requireWritableFile(file);

  const dataset = await search(options.data, io);
  const split = splitDataset(dataset.table, options.split);
  const models = catalogue(options.preset).filter(({ key }) => options.models?.includes(key) ?? true);
  const seeds = Array.from({ length: options.seeds }, (_, seed) => seed);
  const view = chooseView(io.stderr);
  const runs = await compareModels(models, split, { target, seeds, view, signal: io.signal });

  const comparison = describeComparison({ dataset, split, preset: options.preset, seeds, runs });
  const results = `${JSON.stringify(comparison, null, 2)}\n`;
  const report = await drawReport(comparison, models, runs, split);
  io.signal.throwIfAborted();
  await write(files.report, report);
  await write(files.results, results);
  if (copy) await write(copy, results);
  io.stdout.write(summary(comparison, dataset));
  io.stdout.write(
    `\nReport: ${files.report}\nResults: ${[files.results, ...(copy ? [copy] : [])].join(', ')}\n`,
  );
}

async function search(folder: string | undefined, io: Io): Promise<Dataset> {
  const view = searchView(io.stderr);
  try {
    return await findDataset(folder, io, view);
  } finally {
    view.close();
  }
}

/** The charts' library is loaded only now, so that the other commands start at once. */
async function drawReport(
  comparison: Comparison,
  models: readonly ComparedModel[],
  runs: readonly ModelRun[],
  split: Split,
): Promise<string> {
  const { renderReport } = await import('../report/report');
  return renderReport({
    comparison,
    actual: requireNumericColumn(split.test, target).values,
    models: models.map(({ name, description, isNetwork }) => {
      const { predictions } = runs.find(run => run.result.name === name)!;
      return { name, description, isNetwork, predictions };
    }),
  });
}

async function write(path: string, contents: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, contents);
}

function summary(
  { dataset, splitDescription, summaries, findings }: Comparison,
  { location }: Dataset,
): string {
  const place = location === undefined ? '' : ` in ${location}`;
  return [
    `\n${renderTable(dataset.description, summaries)}`,
    `${count(dataset.rows)} rows${place}: ${count(dataset.train)} to train on, ${count(dataset.validation)} to validate, ${count(dataset.test)} to test.`,
    splitDescription,
    '',
    ...findings.map(finding => `• ${finding}`),
    '',
  ].join('\n');
}

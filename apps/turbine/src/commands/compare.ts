import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { requireNumericColumn } from '@heph/data';
import { writeFileAtomic } from '@heph/data/node';
import { Command, Option } from 'commander';
import { version } from '../../package.json';
import { chooseView } from '../comparison/choose-view';
import { compareModels } from '../comparison/compare-models';
import { type Comparison, describeComparison, runsOf } from '../comparison/comparison';
import { comparisonText } from '../comparison/comparison-text';
import { type ComparisonIdentity, fingerprint, type FitStore, openFitStore } from '../comparison/fit-store';
import type { ModelRun } from '../comparison/model-result';
import { type FitPlan, planFits } from '../comparison/planned-fit';
import { type ProtocolChoice, protocolChoices, protocolsOf } from '../comparison/protocol';
import { seenInteractions } from '../comparison/seen-interactions';
import { target } from '../data/columns';
import type { Dataset } from '../data/dataset';
import { rowTimes } from '../data/row-times';
import { searchDataset } from '../data/search-dataset';
import { type Split, splitDataset, type SplitName, splitNames } from '../data/split';
import { Interruption } from '../interruption';
import type { Io } from '../io';
import { catalogue } from '../models/catalogue';
import type { ComparedModel } from '../models/model';
import type { ModelKey } from '../models/names';
import { type PresetName, presetNames } from '../models/presets';
import type { TestRows } from '../report/test-rows';
import { requireWritableFile } from '../writable';
import { helpWithExamples } from './help';
import { parseLabelFractions, parseModels, parseSeeds } from './options';

interface CompareOptions {
  readonly data?: string;
  readonly split: SplitName;
  readonly preset: PresetName;
  readonly protocol: ProtocolChoice;
  readonly seeds: number;
  readonly labelFractions: readonly number[];
  readonly models?: readonly ModelKey[];
  readonly resume?: boolean;
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
      new Option('--preset <preset>', 'for how long the networks train')
        .choices(presetNames)
        .default('quick'),
    )
    .addOption(
      new Option(
        '--protocol <protocol>',
        'who may see what: fair, or original as the Python project had it (linear and trees without the year, networks stopped on the test rows)',
      )
        .choices(protocolChoices)
        .default('fair'),
    )
    .option('--seeds <n>', 'fit each model with so many seeds', parseSeeds, 1)
    .option(
      '--label-fractions <shares>',
      'fit each model on these shares of the labelled rows, with commas',
      parseLabelFractions,
      [1],
    )
    .option(
      '--models <names>',
      'only these, with commas: interactive, enhanced, base, linear, forest, xgboost',
      parseModels,
    )
    .option('--resume', 'go on with a comparison that was broken off, with the same options')
    .option('--out <dir>', 'folder for report.html, results.json and finished fits', 'out/turbine')
    .option('--json <file>', 'write the results to this file too')
    .addHelpText(
      'after',
      helpWithExamples(
        'compare',
        'compare --split temporal --seeds 3',
        'compare --models forest,xgboost,interactive --label-fractions 0.05,0.1,0.25,1',
        'compare --protocol both --json results.json',
        'compare --preset full --seeds 3 --resume',
      ),
    )
    .action((options: CompareOptions) => compare(options, io));
}

async function compare(options: CompareOptions, io: Io): Promise<void> {
  const out = resolve(io.cwd, options.out);
  const files = { report: join(out, 'report.html'), results: join(out, 'results.json') };
  const copy = options.json === undefined ? undefined : resolve(io.cwd, options.json);
  for (const file of [files.report, files.results, ...(copy ? [copy] : [])]) await requireWritableFile(file);

  const dataset = await searchDataset(options.data, io);
  const split = splitDataset(dataset.table, options.split);
  const models = catalogue(options.preset, options.split).filter(
    ({ key }) => options.models?.includes(key) ?? true,
  );
  const plan: FitPlan = {
    protocols: protocolsOf(options.protocol),
    labelFractions: options.labelFractions,
    seeds: Array.from({ length: options.seeds }, (_, seed) => seed),
  };
  const store = await openFitStore(
    join(out, 'fits'),
    identityOf(options, models, dataset),
    options.resume ?? false,
  );
  try {
    const view = chooseView(io.stderr);
    const runs = await compareModels(models, split, { target, ...plan, view, store, signal: io.signal });
    const { seeds } = plan;
    const comparison = describeComparison({
      ...{ dataset, split, preset: options.preset, seeds, runs },
      seenInteractions: await seenInteractions(split.train, target, seeds[0]!, io.signal),
    });
    const results = `${JSON.stringify(comparison, null, 2)}\n`;
    const report = await drawReport(comparison, models, runs, testRowsOf(dataset, split));
    io.signal.throwIfAborted();
    await write(files.report, report);
    await write(files.results, results);
    if (copy) await write(copy, results);
    io.stdout.write(comparisonText(comparison, dataset));
    io.stdout.write(
      `\nReport: ${files.report}\nResults: ${[files.results, ...(copy ? [copy] : [])].join(', ')}\n`,
    );
  } catch (error) {
    if (io.signal.aborted && store.size > 0)
      throw new Interruption(whatIsKept(store, planFits(models, plan).length, out));
    throw error;
  }
}

function whatIsKept({ size }: FitStore, total: number, out: string): string {
  return `stopped; ${size} of ${total} fits are kept in ${join(out, 'fits')}; the same command with --resume goes on from there`;
}

/** What must be the same for fits of two runs to belong to one comparison. */
function identityOf(
  { split, preset, protocol, seeds, labelFractions }: CompareOptions,
  models: readonly ComparedModel[],
  { table }: Dataset,
): ComparisonIdentity {
  return {
    '--split': split,
    '--preset': preset,
    '--protocol': protocol,
    '--seeds': String(seeds),
    '--label-fractions': labelFractions.join(','),
    '--models': models.map(({ key }) => key).join(','),
    'the data’s checksum': fingerprint(table).slice(0, 12),
    'the version of turbine': version,
  };
}

/** The charts' library is loaded only now, so that the other commands start at once. */
async function drawReport(
  comparison: Comparison,
  models: readonly ComparedModel[],
  runs: readonly ModelRun[],
  rows: TestRows,
): Promise<string> {
  const { renderReport } = await import('../report/report');
  const shown = runsOf(runs, comparison.protocols[0]!.name);
  return renderReport({
    comparison,
    rows,
    models: models.map(({ name, description, isNetwork }) => ({
      ...{ name, description, isNetwork },
      run: shown.find(({ result }) => result.name === name)!,
    })),
  });
}

function testRowsOf({ table }: Dataset, { test, testRows }: Split): TestRows {
  const values = (name: string) => requireNumericColumn(test, name).values;
  return {
    actual: values(target),
    time: rowTimes(table, testRows),
    temperature: values('AT'),
    load: values('TEY'),
  };
}

async function write(path: string, contents: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, contents);
}

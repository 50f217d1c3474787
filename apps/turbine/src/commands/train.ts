import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createRandom, type Table } from '@heph/data';
import { Command, Option } from 'commander';
import { chooseView } from '../comparison/choose-view';
import { thisMachine, versions } from '../comparison/environment';
import { settingsOver } from '../csv/csv-settings';
import { type SplitName, splitNames } from '../data/split';
import { count, decimal, percent } from '../format';
import { Interruption } from '../interruption';
import type { Io } from '../io';
import { catalogue } from '../models/catalogue';
import type { ModelKey } from '../models/names';
import { type PresetName, presetNames } from '../models/presets';
import { type NumericProfile, profileColumns } from '../training/column-profile';
import { saveModelFolder } from '../training/model-folder';
import { type Manifest, manifestFormat, storedScores } from '../training/model-manifest';
import { rowsToLearn, type RowsOptions, type RowsToLearn } from '../training/rows-to-learn';
import { type TrainedModel, trainModel } from '../training/train-model';
import { columnWarnings } from '../training/warnings';
import { requireWritableFile } from '../writable';
import { requireCsvSettings, withCsvFlags } from './csv-flags';
import { helpWithExamples } from './help';
import { parseCoverage, parseModel, parseNames, parseSeed } from './options';

interface TrainCommandOptions extends RowsOptions {
  readonly model: ModelKey;
  readonly preset: PresetName;
  readonly split: SplitName;
  readonly seed: number;
  readonly coverage: number;
  readonly resume?: boolean;
  readonly out: string;
}

/** Rows that stay with the model, for explanations. */
const sampleSize = 1000;

export function trainCommand(io: Io): Command {
  const command = new Command('train')
    .description('fit one model and save it with prediction intervals, for predict and explain')
    .option(
      '--model <name>',
      'interactive, enhanced, base, linear, forest or xgboost',
      parseModel,
      'interactive' as ModelKey,
    )
    .addOption(
      new Option('--preset <preset>', 'for how long a network trains').choices(presetNames).default('quick'),
    )
    .addOption(
      new Option('--split <split>', 'how test rows are chosen; of a --csv, temporal takes the last rows')
        .choices(splitNames)
        .default('random'),
    )
    .option('--seed <n>', 'draws weights, rows and trees', parseSeed, 0)
    .option('--data <dir>', 'folder with gt_2011.csv … gt_2015.csv (default: wherever they are found)')
    .option('--csv <file>', 'learn from this file instead of the gas-turbine data')
    .option('--target <column>', 'with --csv: the column to predict, a number')
    .option('--categorical <columns>', 'with --csv: numbers that are categories, with commas', parseNames)
    .option('--drop <columns>', 'columns to leave out, with commas', parseNames)
    .option('--coverage <share>', 'how many intervals shall hold the truth', parseCoverage, 0.9)
    .option('--resume', 'go on with the training of a network that was broken off, with the same options')
    .option('--out <dir>', 'folder for the model', 'out/model');
  return withCsvFlags(command)
    .addHelpText(
      'after',
      helpWithExamples(
        'train',
        'train --model xgboost --split temporal --coverage 0.8 --out out/xgboost',
        'train --preset full --resume',
        'train --csv diamonds.csv --target price --out out/diamonds',
        'train --csv sales.csv --target revenue --categorical store,month --drop id --model forest',
      ),
    )
    .action((options: TrainCommandOptions) => train(options, io));
}

async function train(options: TrainCommandOptions, io: Io): Promise<void> {
  const out = resolve(io.cwd, options.out);
  await requireWritableFile(join(out, 'manifest.json'));
  const { csv } = options;
  requireCsvSettings(options);
  const rows = await rowsToLearn(
    { ...options, ...(csv === undefined ? {} : { csv: resolve(io.cwd, csv) }) },
    io,
  );
  for (const warning of columnWarnings(rows.split.train)) io.stderr.write(`warning: ${warning}\n`);

  const model = catalogue(options.preset, options.split).find(({ key }) => key === options.model)!;
  const checkpointDir = join(out, 'checkpoint');
  const isResumed = await openCheckpoint(checkpointDir, options.resume ?? false);
  const { seed, coverage } = options;
  const context = { target: rows.target, seed, coverage, checkpointDir, signal: io.signal };
  const view = chooseView(io.stderr);
  try {
    view.begin({ name: model.name, position: 1, total: 1 });
    const trained = await trainModel(model, rows.split, { ...context, progress: view.update });
    view.end({ mse: trained.metrics.test.mse, fitSeconds: trained.fitSeconds });
    io.signal.throwIfAborted();
    const manifest = describe(options, rows, trained, isResumed);
    await saveModelFolder(out, trained.fitted, manifest, drawSample(trained.calibration));
    await rm(checkpointDir, { recursive: true, force: true });
    trained.fitted.dispose?.();
    io.stdout.write(report(model.name, manifest, out));
  } catch (error) {
    if (io.signal.aborted && existsSync(checkpointDir))
      throw new Interruption('stopped; the same command with --resume goes on from the last whole epoch');
    throw error;
  } finally {
    view.close();
  }
}

/** @returns whether there is something to go on from */
async function openCheckpoint(folder: string, resume: boolean): Promise<boolean> {
  if (!resume) await rm(folder, { recursive: true, force: true });
  return existsSync(folder);
}

function describe(
  options: TrainCommandOptions,
  { target, split, description }: RowsToLearn,
  { fitted, fitSeconds, learned, stopping, calibration, metrics, interval }: TrainedModel,
  isResumed: boolean,
): Omit<Manifest, 'modelFolder'> {
  const { model, preset, seed } = options;
  const csv = settingsOver(options);
  const [targetProfile] = profileColumns(learned.select([target]));
  return {
    format: manifestFormat,
    kind: model,
    preset,
    seed,
    target,
    columns: profileColumns(learned.drop([target])),
    targetProfile: targetProfile as NumericProfile,
    ...(Object.keys(csv).length > 0 && { csv }),
    data: {
      description,
      split: split.name,
      splitDescription: split.description,
      learned: learned.numRows,
      stopping: stopping.numRows,
      calibration: calibration.numRows,
      test: split.test.numRows,
    },
    metrics: { calibration: storedScores(metrics.calibration), test: storedScores(metrics.test) },
    interval,
    params: fitted.params,
    fitSeconds,
    // The seconds are then those of the last run alone.
    details: { ...fitted.details, ...(isResumed ? { resumed: true } : {}) },
    versions: versions(),
    machine: thisMachine(),
    trainedAt: new Date().toISOString(),
  };
}

function drawSample(rows: Table): Table {
  return rows.take(createRandom(0).permutation(rows.numRows).subarray(0, sampleSize).sort());
}

function report(
  name: string,
  { target, data, metrics, interval }: Omit<Manifest, 'modelFolder'>,
  out: string,
): string {
  const figures = ({ rmse, mae, r2 }: Manifest['metrics']['test']) =>
    `RMSE ${decimal(rmse, 3)}, MAE ${decimal(mae, 3)}, R² ${r2 === null ? 'none of a single row' : decimal(r2, 4)}`;
  return [
    data.description,
    `${name} predicts ${target}; it learned from ${count(data.learned)} rows.`,
    `${count(data.calibration)} validation rows it has not seen: ${figures(metrics.calibration)}`,
    `${count(data.test)} test rows: ${figures(metrics.test)}`,
    `Intervals: prediction ± ${decimal(interval.halfWidth, 3)}, made from those validation rows to hold ${percent(interval.coverage)} of new rows; ${percent(interval.testCoverage)} of the test rows lie within.`,
    `Model: ${out}`,
    '',
  ].join('\n');
}

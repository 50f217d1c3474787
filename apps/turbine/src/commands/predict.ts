import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { HephError } from '@heph/data';
import { readCsvRows } from '@heph/data/node';
import { Command, InvalidArgumentError } from 'commander';
import { cuttingOptions, settingsOver, type CsvSettings } from '../csv/csv-settings';
import { count } from '../format';
import type { Io } from '../io';
import { writeTo, writeToFile } from '../prediction/output';
import { predictRows, Tally } from '../prediction/predict-rows';
import { countingRows } from '../prediction/row-counter';
import { loadModelFolder } from '../training/model-folder';
import { requireWritableFile } from '../writable';
import { requireCsvSettings, withCsvFlags } from './csv-flags';
import { helpWithExamples } from './help';

interface PredictOptions extends CsvSettings {
  readonly out?: string;
  readonly only?: boolean;
  readonly skipBadRows?: boolean;
  readonly set: ReadonlyMap<string, string>;
}

export function predictCommand(io: Io): Command {
  const command = new Command('predict')
    .description('predict the rows of a CSV file or of standard input, with intervals')
    .argument('<model>', 'folder that turbine train wrote')
    .argument('[csv]', 'file with the model’s columns, in any order; - is standard input', '-')
    .option('--out <file>', 'write here, once all rows are predicted (default: standard output)')
    .option('--only', 'write the predictions without the columns of the rows')
    .option('--skip-bad-rows', 'leave rows out that cannot be predicted, instead of stopping')
    .option(
      '--set <column=value>',
      'a value for a column that the file lacks; may be repeated',
      parseConstant,
      new Map<string, string>(),
    );
  return withCsvFlags(command)
    .addHelpText(
      'after',
      `
Adds the columns prediction, lower and upper. What the interval from lower to upper holds is in the model’s
manifest.json (interval.coverage). Cells are read as those of training were, unless told otherwise. Rows that go to
standard output before a bad row is met stay written; a file given with --out is whole or not there.
${helpWithExamples(
  'predict out/model gt_2015.csv --set year=2015 --out predictions.csv',
  'predict out/diamonds new-stones.csv --only > prices.csv',
  'predict out/diamonds - --skip-bad-rows < new-stones.csv',
)}`,
    )
    .action((model: string, csv: string, options: PredictOptions) => predict(model, csv, options, io));
}

async function predict(folder: string, csv: string, options: PredictOptions, io: Io): Promise<void> {
  const { cwd, signal, stdin, stdout, stderr } = io;
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  if (out !== undefined) await requireWritableFile(out);
  if (csv === '-' && stdin.isTTY)
    throw new HephError('file-not-found', 'expected a CSV file, or rows on standard input; found neither');
  const { manifest, model } = await loadModelFolder(resolve(cwd, folder));
  requireKnownColumns(options.set, manifest.columns);
  const settings = settingsOver(options, manifest.csv);
  requireCsvSettings(settings);
  const bytes = csv === '-' ? stdin : createReadStream(resolve(cwd, csv), { highWaterMark: 1 << 20 });
  const name = csv === '-' ? 'standard input' : csv;
  const text = { name, rows: readCsvRows(bytes, { ...cuttingOptions(settings), source: name }) };
  const { only = false, skipBadRows = false, set: constants } = options;
  const tally = new Tally();
  const lines = predictRows(
    { manifest, model, text, csv: settings, constants, only, skipBadRows, signal },
    tally,
  );
  try {
    if (out !== undefined)
      await writeToFile(
        out,
        countingRows(lines, () => tally.predicted, stderr),
      );
    // Rows on a terminal are progress enough.
    else if (stdout.isTTY) await writeTo(stdout, lines);
    else
      await writeTo(
        stdout,
        countingRows(lines, () => tally.predicted, stderr),
      );
  } finally {
    model.dispose?.();
  }
  for (const note of tally.notes) stderr.write(`note: ${note}\n`);
  if (tally.skipped > 0) stderr.write(describeSkipped(tally));
  if (out !== undefined) stdout.write(`${count(tally.predicted)} rows predicted: ${out}\n`);
}

function describeSkipped({ skipped, reasons }: Tally): string {
  const more = skipped > reasons.length ? `  … and ${count(skipped - reasons.length)} more\n` : '';
  const rows = skipped === 1 ? 'row was' : 'rows were';
  return `${count(skipped)} bad ${rows} skipped:\n${reasons.map(reason => `  ${reason}\n`).join('')}${more}`;
}

function parseConstant(text: string, previous: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected a column and its value, such as year=2015.');
  return new Map(previous).set(text.slice(0, at), text.slice(at + 1));
}

function requireKnownColumns(
  constants: ReadonlyMap<string, string>,
  columns: readonly { readonly name: string }[],
): void {
  const names = columns.map(({ name }) => name);
  for (const name of constants.keys())
    if (!names.includes(name))
      throw new HephError(
        'missing-column',
        `--set: the model has no column "${name}"; it has [${names.join(', ')}]`,
      );
}

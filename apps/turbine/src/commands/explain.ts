import { mkdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Table } from '@heph/data';
import { readCsv, writeFileAtomic } from '@heph/data/node';
import { Command } from 'commander';
import { cellOptions, cuttingOptions } from '../csv/csv-settings';
import { explainModel } from '../explanation/explain-model';
import { explanationText } from '../explanation/explanation-text';
import type { Io } from '../io';
import { terminalBar } from '../terminal-bar';
import { columnSchema } from '../training/column-profile';
import { loadModelFolder, type SavedModel } from '../training/model-folder';
import { requireWritableFile } from '../writable';
import { helpWithExamples } from './help';
import { parseRows, parseSeed } from './options';

interface ExplainCommandOptions {
  readonly rows: number;
  readonly seed: number;
  readonly json?: string;
}

export function explainCommand(io: Io): Command {
  return new Command('explain')
    .description('tell which columns, and which pairs of columns, a model needs')
    .argument('<model>', 'folder that turbine train wrote')
    .argument('[csv]', 'rows with the target (default: the validation rows that were saved with the model)')
    .option('--rows <n>', 'use at most so many rows, drawn at random', parseRows, 1000)
    .option('--seed <n>', 'draws the rows and shuffles', parseSeed, 0)
    .option('--json <file>', 'write everything to this file too')
    .addHelpText(
      'after',
      `
Columns: permutation importance, and exact SHAP values for trees that are not too large. Pairs: for the interactive
network those it was built with, what its pair layer made of each, and why its interactions are what they are; for these
trees SHAP interaction values; for other models the pairs of columns that their predictions depend on together; none for
a linear model.
${helpWithExamples('explain out/model', 'explain out/diamonds more-stones.csv --rows 5000 --json why.json')}`,
    )
    .action((model: string, csv: string | undefined, options: ExplainCommandOptions) =>
      explain(model, csv, options, io),
    );
}

async function explain(
  folder: string,
  csv: string | undefined,
  options: ExplainCommandOptions,
  { cwd, signal, stdout, stderr }: Io,
): Promise<void> {
  const json = options.json === undefined ? undefined : resolve(cwd, options.json);
  if (json !== undefined) await requireWritableFile(json);
  const saved = await loadModelFolder(resolve(cwd, folder));
  const { manifest, model } = saved;
  const table = csv === undefined ? saved.sample : await readRows(resolve(cwd, csv), saved);
  const bar = stderr.isTTY ? terminalBar(stderr, 'explaining {bar} {percentage}%') : undefined;
  bar?.start(1, 0);
  try {
    const explanation = await explainModel(saved, table, {
      maxRows: options.rows,
      seed: options.seed,
      signal,
      onProgress: fraction => bar?.update(fraction),
    });
    bar?.stop();
    if (json !== undefined) {
      const { kind, target } = manifest;
      await mkdir(dirname(json), { recursive: true });
      await writeFileAtomic(json, `${JSON.stringify({ kind, target, ...explanation }, null, 2)}\n`);
    }
    stdout.write(explanationText(explanation, manifest));
    if (json !== undefined) stdout.write(`\nResults: ${json}\n`);
  } finally {
    bar?.stop();
    model.dispose?.();
  }
}

/** A file with the model's columns and the target; others are left out. */
async function readRows(path: string, { manifest }: SavedModel): Promise<Table> {
  const kinds = [...manifest.columns, manifest.targetProfile].map(({ name, kind }) => [name, kind] as const);
  const table = await readCsv(path, {
    source: basename(path),
    ...cuttingOptions(manifest.csv ?? {}),
    ...cellOptions(manifest.csv ?? {}),
    columns: Object.fromEntries(kinds),
    like: { schema: manifest.columns.map(columnSchema) },
  });
  return table.select(kinds.map(([name]) => name));
}

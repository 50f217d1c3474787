import { access, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { HephError } from '@heph/data';
import { Command } from 'commander';
import { isGasTurbine } from '../data/column-meanings';
import { explainModel, type Explanation } from '../explanation/explain-model';
import { Interruption } from '../interruption';
import type { Io } from '../io';
import { modelNames, networkNames } from '../models/names';
import { buildSite, requireSiteFolder } from '../serve/build-site';
import { describeModel } from '../serve/describe-model';
import { newestModel } from '../serve/newest-model';
import { siteFiles } from '../serve/page-data';
import { serveFolder } from '../serve/serve-folder';
import { terminalBar } from '../terminal-bar';
import { loadModelFolder, type SavedModel } from '../training/model-folder';
import { requireWritableFile } from '../writable';
import { helpWithExamples } from './help';
import { parsePort } from './options';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly out?: string;
  readonly report?: string;
  readonly open: boolean;
}

/** So many rows give the order of the columns; more would make one wait. */
const explainedRows = 300;

export function serveCommand(io: Io): Command {
  return new Command('serve')
    .description(
      'show the report, and try a network in the browser: what-if page with sliders, explanations and CSV files',
    )
    .argument('[model]', 'folder that turbine train wrote (default: the last one trained in out/)')
    .option('--port <n>', '0 takes a free one', parsePort, 4173)
    .option('--host <address>', 'who can open the page: 0.0.0.0 is everybody on the network', '127.0.0.1')
    .option('--out <dir>', 'write the page as a folder for any static web host, and stop')
    .option(
      '--report <file>',
      'report of a comparison to link (default for the gas turbine: out/turbine/report.html)',
    )
    .option('--no-open', 'do not open a browser; elsewhere than on a terminal none is opened')
    .addHelpText(
      'after',
      `
The network runs in the browser: what is entered there, or dropped as a CSV file, is sent nowhere. The page takes
networks (interactive, enhanced, base); predict and explain take the other models, too.
${helpWithExamples('serve', 'serve out/diamonds --port 8080', 'serve out/model --out out/site')}`,
    )
    .action((model: string | undefined, options: ServeOptions) => serve(model, options, io));
}

async function serve(model: string | undefined, options: ServeOptions, io: Io): Promise<void> {
  const { cwd } = io;
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  if (out !== undefined) {
    await requireWritableFile(join(out, 'index.html'));
    await requireSiteFolder(out, io.page);
  }
  const folder = model === undefined ? await newestModel(join(cwd, 'out')) : resolve(cwd, model);
  if (out !== undefined) {
    await makeSite(requireModel(folder, cwd), out, options, io);
    io.stdout.write(`Page: ${out}\n`);
    return;
  }
  const temporary = await mkdtemp(join(tmpdir(), 'turbine-serve-'));
  try {
    await serveUntilStopped(folder, join(temporary, 'site'), options, io);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Serves the page, and the report where there is one; where no model is trained yet, the report alone. */
async function serveUntilStopped(
  folder: string | undefined,
  site: string,
  options: ServeOptions,
  io: Io,
): Promise<void> {
  const { cwd, stdout, signal } = io;
  const report = folder === undefined ? await existingReport(options.report, cwd) : undefined;
  if (report === undefined) {
    const model = requireModel(folder, cwd);
    await requireSiteFolder(site, io.page);
    await makeSite(model, site, options, io);
  } else {
    await mkdir(site);
    await cp(report, join(site, siteFiles.report));
  }
  const server = await serveFolder(site, options.host, options.port);
  const [page, reportUrl] = [server.url, `${server.url}${siteFiles.report}`];
  if (report !== undefined)
    stdout.write(
      `Report: ${reportUrl} (Ctrl-C stops)\nNo model is trained yet: after turbine train there is a what-if page, too.\n`,
    );
  else {
    stdout.write(`${relative(cwd, folder!) || folder!}: ${page} (Ctrl-C stops)\n`);
    if (await exists(join(site, siteFiles.report))) stdout.write(`Report: ${reportUrl}\n`);
  }
  if (options.open && stdout.isTTY) await io.openBrowser(report === undefined ? page : reportUrl);
  await aborted(signal);
  await server.close();
  throw new Interruption('stopped');
}

function requireModel(folder: string | undefined, cwd: string): string {
  if (folder !== undefined) return folder;
  throw new HephError(
    'file-not-found',
    `expected a model to serve; found none in ${join(cwd, 'out')}: turbine train makes one there`,
  );
}

async function makeSite(folder: string, site: string, options: ServeOptions, io: Io): Promise<void> {
  const saved = await loadModelFolder(folder);
  const { manifest, model } = saved;
  try {
    if (!networkNames.includes(modelNames[manifest.kind]))
      throw new HephError(
        'invalid-data',
        `${folder}: expected a network (interactive, enhanced or base) to run in a browser; found ${modelNames[manifest.kind]}, which turbine predict and turbine explain take`,
      );
    const report = await findReport(options.report, saved, io);
    const explanation = await explain(saved, io);
    await buildSite(site, {
      page: io.page,
      data: describeModel(manifest, explanation, report !== undefined),
      network: model,
      report,
    });
  } finally {
    model.dispose?.();
  }
}

async function explain(saved: SavedModel, { signal, stderr }: Io): Promise<Explanation> {
  const bar = stderr.isTTY ? terminalBar(stderr, 'preparing {bar} {percentage}%') : undefined;
  bar?.start(1, 0);
  try {
    const onProgress = (fraction: number) => bar?.update(fraction);
    return await explainModel(saved, saved.sample, { maxRows: explainedRows, seed: 0, signal, onProgress });
  } finally {
    bar?.stop();
  }
}

/** The report that was named, or the one that `compare` writes where it is about the same data. */
async function findReport(
  named: string | undefined,
  { manifest: { columns, target } }: SavedModel,
  { cwd }: Io,
): Promise<string | undefined> {
  const isAboutThis = isGasTurbine(
    columns.map(({ name }) => name),
    target,
  );
  return named !== undefined || isAboutThis ? existingReport(named, cwd) : undefined;
}

/** @throws HephError `file-not-found` if a report was named that is not there */
async function existingReport(named: string | undefined, cwd: string): Promise<string | undefined> {
  const file = resolve(cwd, named ?? join('out', 'turbine', 'report.html'));
  if (await exists(file)) return file;
  if (named === undefined) return undefined;
  throw new HephError('file-not-found', `--report: there is no file ${named}`);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}

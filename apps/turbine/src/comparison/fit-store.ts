import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HephError, parseStrictJson, type Table } from '@heph/data';
import { writeFileAtomic } from '@heph/data/node';
import { listing } from '../format';
import type { ModelRun } from './model-result';
import type { PlannedFit } from './planned-fit';

/** What a comparison is: fits of one are of no use in another. Keys are as options and messages have them. */
export type ComparisonIdentity = Readonly<Record<string, string>>;

/** Keeps every finished fit, so that a comparison that was broken off can go on. */
export interface FitStore {
  /** How many fits are kept. */
  readonly size: number;
  get(fit: PlannedFit): ModelRun | undefined;
  /** Resolves when the fit is safe on the disk. */
  put(fit: PlannedFit, run: ModelRun): Promise<void>;
}

const identityFile = 'comparison.json';
const fitFile = /^fit-.*\.json$/;

/**
 * The finished fits in a folder: a file for each, written as a whole, and one that says of which comparison they are.
 *
 * @param resume keep what is there; otherwise it is deleted
 * @throws HephError `invalid-data` naming the options that differ from those the fits were made with; `invalid-file` if
 *   a file is not what was written; `file-system`
 */
export async function openFitStore(
  folder: string,
  identity: ComparisonIdentity,
  resume: boolean,
): Promise<FitStore> {
  const runs = new Map<string, ModelRun>();
  const names = (await readdir(folder).catch(() => [])).filter(name => fitFile.test(name));
  if (resume && names.length > 0) {
    requireSameComparison((await readJson(join(folder, identityFile))) as ComparisonIdentity, identity);
    for (const name of names)
      runs.set(name, requireRun(await readJson(join(folder, name)), join(folder, name)));
  } else for (const name of names) await rm(join(folder, name));
  let isMarked = runs.size > 0;
  return {
    get size() {
      return runs.size;
    },
    get: fit => runs.get(fileName(fit)),
    async put(fit, run) {
      if (!isMarked) {
        await mkdir(folder, { recursive: true });
        await writeFileAtomic(join(folder, identityFile), `${JSON.stringify(identity, null, 2)}\n`);
        isMarked = true;
      }
      const text = JSON.stringify({ ...run, predictions: Array.from(run.predictions) });
      await writeFileAtomic(join(folder, fileName(fit)), `${text}\n`);
      runs.set(fileName(fit), run);
    },
  };
}

/** A hash of everything in a table. */
export function fingerprint(table: Table): string {
  const hash = createHash('sha256');
  for (const name of table.columnNames) {
    const column = table.column(name);
    const isText = column.kind === 'categorical';
    hash.update(JSON.stringify([name, column.kind, isText ? column.categories : []]));
    const { buffer, byteOffset, byteLength } = isText ? column.codes : column.values;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

function fileName({ protocol, labelFraction, model, seed }: PlannedFit): string {
  return `fit-${protocol}-${labelFraction}-${model.key}-${seed}.json`;
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HephError('file-system', `--resume: cannot read ${path}: ${String(cause)}`, { cause });
  });
  try {
    return parseStrictJson(text);
  } catch (cause) {
    throw brokenFile(path, cause);
  }
}

function requireSameComparison(before: ComparisonIdentity, now: ComparisonIdentity): void {
  const changes = Object.keys({ ...before, ...now })
    .filter(key => before[key] !== now[key])
    .map(key => `${key} was ${before[key]} and is now ${now[key]}`);
  if (changes.length > 0)
    throw new HephError(
      'invalid-data',
      `--resume goes on with the comparison that was begun; ${listing(changes)}: use the same options, another --out, or begin anew without --resume`,
    );
}

function requireRun(value: unknown, path: string): ModelRun {
  const { result, predictions, epochs, interactions, pairShares } = (value ?? {}) as Partial<ModelRun>;
  const isRun =
    typeof result?.name === 'string' &&
    [result.mse, result.mseStandardError].every(Number.isFinite) &&
    Array.isArray(predictions) &&
    predictions.every(Number.isFinite) &&
    Array.isArray(epochs) &&
    Array.isArray(interactions) &&
    Array.isArray(pairShares);
  if (!isRun) throw brokenFile(path);
  return { result, predictions, epochs, interactions, pairShares };
}

function brokenFile(path: string, cause?: unknown): HephError {
  return new HephError(
    'invalid-file',
    `--resume: ${path} is not what was written; delete it to fit that model again`,
    {
      cause,
    },
  );
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HephError } from '@heph/data';
import { originalFiles } from './columns';

/** The bytes of the yearly files by name. */
export type YearlyFiles = ReadonlyMap<string, Uint8Array>;

/**
 * The yearly files of a folder, or undefined if there is none of them (or no such folder).
 *
 * @throws HephError `file-not-found` if only some of the years are there: half a data set is no data set
 */
export async function readCsvFolder(folder: string): Promise<YearlyFiles | undefined> {
  const present = await namesIn(folder);
  const missing = originalFiles.filter(file => !present.has(file.name)).map(file => file.name);
  if (missing.length === originalFiles.length) return undefined;
  if (missing.length > 0)
    throw new HephError('file-not-found', `${folder} lacks ${missing.join(', ')}; all five years are needed`);
  const files = new Map<string, Uint8Array>();
  for (const { name } of originalFiles)
    files.set(name, await orUnreadable(readFile(join(folder, name)), folder));
  return files;
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  const isAbsent = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(systemCode(error));
  const names = readdir(folder).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  return new Set(await orUnreadable(names, folder));
}

async function orUnreadable<T>(reading: Promise<T>, folder: string): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw new HephError('file-system', `${folder} cannot be read: ${systemCode(cause)}`, { cause });
  }
}

/** `EACCES` and the like. */
function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

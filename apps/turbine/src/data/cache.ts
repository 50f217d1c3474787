import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCsvFolder, type YearlyFiles } from './csv-folder';

/** Where the yearly files lie within the cache. */
export function cachedAt(cacheFolder: string): string {
  return join(cacheFolder, 'turbine');
}

/**
 * Puts the files into `folder`, all or none: they are written beside it and moved into place as one. Another process
 * that got there first is welcome.
 */
export async function keepFiles(files: YearlyFiles, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  try {
    for (const [name, content] of files) await writeFile(join(beside, name), content);
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (!(await readCsvFolder(folder))) throw error;
  }
}

import { dirname, join, resolve } from 'node:path';
import { HephError } from '@heph/data';
import type { Io } from '../io';
import { archiveUrl, downloadArchive, unpackArchive } from './archive';
import { cachedAt, keepFiles } from './cache';
import { originalFiles } from './columns';
import { readCsvFolder } from './csv-folder';
import type { Dataset, DataSource } from './dataset';
import { tableFromFiles, tableFromSimulation } from './gas-turbine-table';
import { areOriginals, type Checksums, publishedChecksums, requireOriginals } from './originals';
import { simulateYears } from './simulator/simulate';

const simulationSeed = 0;

/** Told what takes a while, and what was tried in vain. */
export interface SearchReport {
  note(message: string): void;
  downloading(received: number, total: number | undefined): void;
}

/** Where to look; the checksums are those of the published files, unless a test brings files of its own. */
export interface SearchPlaces extends Pick<
  Io,
  'env' | 'cwd' | 'checkout' | 'cacheFolder' | 'fetch' | 'signal'
> {
  readonly checksums?: Checksums;
}

/**
 * The gas-turbine data, from the first place that has it: the folder asked for, `$HEPH_TURBINE_DATA`, the checkout,
 * the `shared` folder beside it, the cache, the UCI archive, and with none of these a simulation.
 *
 * @param folder what the user asked for with `--data`
 * @throws HephError `file-not-found` if a folder that was asked for has not all five years; `invalid-csv` if a file
 *   is malformed; `invalid-file` if the cache or the archive is not what was published
 */
export async function findDataset(
  folder: string | undefined,
  places: SearchPlaces,
  report: SearchReport,
): Promise<Dataset> {
  const { checksums = publishedChecksums, checkout, cacheFolder } = places;
  const inFolder = (source: DataSource, path: string) => fromFolder(source, path, checksums);
  const asked = folder !== undefined ? (['argument', folder] as const) : fromEnvironment(places.env);
  if (asked) {
    const path = resolve(places.cwd, asked[1]);
    return (await inFolder(asked[0], path)) ?? Promise.reject(noneIn(path, asked[0]));
  }
  return (
    (await inFolder('checkout', join(checkout, 'data', 'turbine'))) ??
    (await inFolder('neighbour', join(dirname(checkout), 'shared', 'data', 'turbine'))) ??
    (await fromCache(cachedAt(cacheFolder), checksums)) ??
    (await fromArchive(places, checksums, report)) ??
    fromSimulation()
  );
}

function fromEnvironment(env: Io['env']): readonly ['environment', string] | undefined {
  const folder = env['HEPH_TURBINE_DATA'];
  return folder ? ['environment', folder] : undefined;
}

function noneIn(folder: string, source: 'argument' | 'environment'): HephError {
  const option = source === 'argument' ? '--data' : 'HEPH_TURBINE_DATA';
  const names = originalFiles.map(file => file.name).join(', ');
  return new HephError('file-not-found', `${option}: expected ${names} in ${folder}; found none of them`);
}

/** People may bring edited data in a folder of their own, so checksums are looked at but not demanded. */
async function fromFolder(
  source: DataSource,
  folder: string,
  checksums: Checksums,
): Promise<Dataset | undefined> {
  const files = await readCsvFolder(folder);
  if (!files) return undefined;
  const verified = areOriginals(files, checksums);
  return { table: tableFromFiles(files), source, location: folder, verified };
}

async function fromCache(folder: string, checksums: Checksums): Promise<Dataset | undefined> {
  const files = await readCsvFolder(folder);
  if (!files) return undefined;
  requireOriginals(files, checksums, {
    origin: `in ${folder}`,
    remedy: 'delete that folder and run again to fetch it anew',
  });
  return { table: tableFromFiles(files), source: 'cache', location: folder, verified: true };
}

async function fromArchive(
  places: SearchPlaces,
  checksums: Checksums,
  report: SearchReport,
): Promise<Dataset | undefined> {
  report.note(`no data on this machine; fetching it from ${new URL(archiveUrl).host}`);
  const archive = await downloadArchive({ ...places, onProgress: report.downloading });
  if ('failure' in archive) {
    report.note(`could not fetch the data (${archive.failure}); simulating a gas turbine instead`);
    return undefined;
  }
  const files = unpackArchive(archive);
  requireOriginals(files, checksums, {
    origin: `from ${archiveUrl}`,
    remedy: 'fetch it by hand and pass its folder with --data',
  });
  await keepFiles(files, cachedAt(places.cacheFolder)).catch((error: unknown) =>
    report.note(`the data could not be kept in ${places.cacheFolder} for the next run: ${String(error)}`),
  );
  return { table: tableFromFiles(files), source: 'download', location: archiveUrl, verified: true };
}

function fromSimulation(): Dataset {
  return {
    table: tableFromSimulation(simulateYears(simulationSeed)),
    source: 'simulation',
    verified: false,
  };
}

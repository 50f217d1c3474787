import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { emptyWorld, type TestWorld, writeFiles, yearlyFiles } from '../../test/support/world';
import { findDataset } from './find-dataset';
import { checksum } from './originals';

const checksums = Object.fromEntries(
  Object.entries(yearlyFiles()).map(([name, text]) => [name, checksum(strToU8(text))]),
);
const archive = zipSync(
  Object.fromEntries(Object.entries(yearlyFiles()).map(([name, text]) => [name, strToU8(text)])),
);
const serveArchive = async () => new Response(new Uint8Array(archive));

/** Searches where the small files of the tests count as the published ones. */
async function search(world: TestWorld, folder?: string) {
  const notes: string[] = [];
  const report = { note: (text: string) => notes.push(text), downloading: () => {} };
  return { dataset: await findDataset(folder, { ...world, checksums }, report), notes };
}

describe('order of the search', () => {
  it('goes from --data over the environment, the checkout and its neighbour to the cache', async () => {
    const world = await emptyWorld();
    const places = {
      cache: join(world.cacheFolder, 'turbine'),
      neighbour: join(world.cwd, 'shared', 'data', 'turbine'),
      checkout: join(world.checkout, 'data', 'turbine'),
      environment: join(world.cwd, 'elsewhere'),
      argument: join(world.cwd, 'mine'),
    };
    await writeFiles(places.cache, yearlyFiles());
    expect((await search(world)).dataset).toMatchObject({ source: 'cache', verified: true });
    await writeFiles(places.neighbour, yearlyFiles());
    expect((await search(world)).dataset).toMatchObject({ source: 'neighbour', location: places.neighbour });
    await writeFiles(places.checkout, yearlyFiles());
    expect((await search(world)).dataset.source).toBe('checkout');
    await writeFiles(places.environment, yearlyFiles());
    const withEnvironment = { ...world, env: { HEPH_TURBINE_DATA: 'elsewhere' } };
    expect((await search(withEnvironment)).dataset.source).toBe('environment');
    await writeFiles(places.argument, yearlyFiles());
    expect((await search(withEnvironment, 'mine')).dataset).toMatchObject({
      source: 'argument',
      location: places.argument,
    });
  });

  it('simulates, and says why, where there is nothing', async () => {
    const { dataset, notes } = await search(await emptyWorld());
    expect(dataset).toMatchObject({ source: 'simulation', verified: false });
    expect(dataset.table.numRows).toBe(36733);
    expect(notes.at(-1)).toMatch(/no network here.*simulating/);
  });
});

describe('folders that were asked for', () => {
  it.each([
    ['--data', undefined, 'nowhere'],
    ['HEPH_TURBINE_DATA', 'nowhere', undefined],
    ['--data', undefined, ''],
  ])('%s must hold the files: no falling through to another place', async (option, variable, argument) => {
    const world = await emptyWorld({ env: { HEPH_TURBINE_DATA: variable } });
    await writeFiles(join(world.checkout, 'data', 'turbine'), yearlyFiles());
    await expect(search(world, argument)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringMatching(`^${option}: expected gt_2011.csv.*found none`),
    });
  });

  it('must hold all years', async () => {
    const world = await emptyWorld();
    const { 'gt_2012.csv': _, ...others } = yearlyFiles();
    await writeFiles(join(world.cwd, 'mine'), others);
    await expect(search(world, 'mine')).rejects.toThrow(/mine lacks gt_2012\.csv/);
  });

  it('may hold edited files, which are not called the published ones', async () => {
    const world = await emptyWorld();
    await writeFiles(join(world.cwd, 'mine'), yearlyFiles(60));
    const { dataset } = await search(world, 'mine');
    expect(dataset.verified).toBe(false);
    expect(dataset.table.numRows).toBe(300);
  });
});

describe('download', () => {
  it('is checked, used, and kept for the next run, which needs no network', async () => {
    const fetchOnce = jest.fn(serveArchive);
    const world = await emptyWorld({ fetch: fetchOnce });
    const first = (await search(world)).dataset;
    expect(first).toMatchObject({ source: 'download', verified: true });
    const second = (await search(world)).dataset;
    expect(second.source).toBe('cache');
    expect(second.table.toRows()).toEqual(first.table.toRows());
    expect(fetchOnce).toHaveBeenCalledTimes(1);
    expect(await readdir(world.cacheFolder)).toEqual(['turbine']);
  });

  it('with a wrong checksum is refused and not kept', async () => {
    const altered = { ...yearlyFiles(), 'gt_2015.csv': yearlyFiles(41)['gt_2015.csv']! };
    const zip = zipSync(Object.fromEntries(Object.entries(altered).map(([n, text]) => [n, strToU8(text)])));
    const world = await emptyWorld({ fetch: async () => new Response(new Uint8Array(zip)) });
    await expect(search(world)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/^gt_2015\.csv from https.*has SHA-256 [0-9a-f]{64}; expected/),
    });
    await expect(readdir(world.cacheFolder)).rejects.toThrow('ENOENT');
  });

  it('is used all the same where it cannot be kept', async () => {
    const world = await emptyWorld({ fetch: serveArchive });
    await writeFile(world.cacheFolder, 'a file where the folder should be');
    const { dataset, notes } = await search(world);
    expect(dataset.source).toBe('download');
    expect(notes.at(-1)).toMatch(/could not be kept/);
    expect(await readFile(world.cacheFolder, 'utf8')).toMatch(/^a file/);
  });
});

describe('cache', () => {
  it('with a wrong checksum is an error that says what to do', async () => {
    const world = await emptyWorld();
    const folder = join(world.cacheFolder, 'turbine');
    await writeFiles(folder, { ...yearlyFiles(), 'gt_2011.csv': yearlyFiles(39)['gt_2011.csv']! });
    await expect(search(world)).rejects.toThrow(
      /gt_2011\.csv in .*cache.turbine has SHA-256 .*delete that folder/,
    );
  });
});

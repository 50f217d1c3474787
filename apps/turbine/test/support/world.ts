import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRandom } from '@heph/data';
import { afterEach } from '@jest/globals';
import { fileColumns, originalFiles } from '../../src/data/columns';
import type { Io, Output } from '../../src/io';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'turbine-test-'));
  folders.push(folder);
  return folder;
}

/** An output that remembers what was printed. */
export class Captured implements Output {
  text = '';
  readonly columns = 100;

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  get lines(): string[] {
    return this.text.split('\n').filter(line => line !== '');
  }
}

export interface TestWorld extends Io {
  /** The addresses that were to be shown in a browser. */
  readonly opened: string[];
  readonly stdout: Captured;
  readonly stderr: Captured;
  readonly stop: AbortController;
}

/** A world of empty folders without network. */
export async function emptyWorld(overrides: Partial<Io> = {}): Promise<TestWorld> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'checkout'));
  const stop = new AbortController();
  const opened: string[] = [];
  return {
    stdin: Readable.from([]),
    env: {},
    cwd: root,
    checkout: join(root, 'checkout'),
    page: join(root, 'page'),
    cacheFolder: join(root, 'cache'),
    fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('no network here') })),
    opened,
    openBrowser: async url => void opened.push(url),
    signal: stop.signal,
    stop,
    ...overrides,
    stdout: new Captured(),
    stderr: new Captured(),
  };
}

/** The text of a yearly file with a few smooth rows. */
export function yearlyCsv(year: number, rows = 40): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const load = Math.sin(row + year);
    const values = [15 + 5 * load, 1013, 70, 4, 25, 1080 + 9 * load, 546, 133, 12, 2, 65 - 8 * load];
    return values.map(value => value.toPrecision(5)).join(',');
  });
  return [fileColumns.join(','), ...lines, ''].join('\n');
}

/** Small files under the names of the real ones, as text by name. */
export function yearlyFiles(rows?: number): Record<string, string> {
  return Object.fromEntries(originalFiles.map(({ name, year }) => [name, yearlyCsv(year, rows)]));
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** A CSV file of a shop: a price that a size and a town explain, and a little noise. */
export function shopCsv(rows = 400): string {
  const random = createRandom(1);
  const lines = Array.from({ length: rows }, (_, row) => {
    const size = 20 + Math.floor(100 * random.uniform());
    const town = ['Aachen', 'Bonn', 'Celle'][row % 3]!;
    const price = size * { Aachen: 3, Bonn: 4, Celle: 2 }[town]! + random.normal();
    return `${row},${size},${town},${2000 + (row % 5)},${price.toFixed(3)}`;
  });
  return ['id,size,town,year,price', ...lines, ''].join('\n');
}

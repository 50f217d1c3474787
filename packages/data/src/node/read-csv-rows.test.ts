import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CsvRow, CsvRowsOptions } from '../csv/csv-rows';
import { createRandom } from '../random/random';
import { readCsv } from './read-csv';
import { readCsvRows } from './read-csv-rows';

const bytes = (text: string) => new TextEncoder().encode(text);
async function* inPieces(whole: Uint8Array, size: number) {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}
async function rowsOf(source: string | AsyncIterable<Uint8Array>, options: CsvRowsOptions = {}) {
  const all: CsvRow[] = [];
  for await (const rows of readCsvRows(source, options)) all.push(...rows);
  return all;
}

const text =
  'a,b,"c ""x"""\r\n1,"two, and\r\nmore",3\n\n,"",\r\n"last ""one""",x"y,7\n' +
  '"quoted end","5","6"\r\n8,9,"10"';
const cells = [
  ['a', 'b', 'c "x"'],
  ['1', 'two, and\r\nmore', '3'],
  ['', '', ''],
  ['last "one"', 'x"y', '7'],
  ['quoted end', '5', '6'],
  ['8', '9', '10'],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readCsvRows', () => {
  it('cuts rows and tells the lines they begin on', async () => {
    const rows = await rowsOf(inPieces(bytes(text), 1000));
    expect(rows.map(row => row.cells)).toEqual(cells);
    expect(rows.map(row => row.line)).toEqual([1, 2, 5, 6, 7, 8]);
  });

  it('gives the same however the text is cut into pieces', async () => {
    const whole = await rowsOf(inPieces(bytes(text), 1000));
    for (let size = 1; size < 12; size++) expect(await rowsOf(inPieces(bytes(text), size))).toEqual(whole);
  });

  it('agrees with what was written about random cells', async () => {
    const random = createRandom(2);
    const alphabet = ['x', '"', ',', '\n', '\r\n', ' ', 'ü', ''];
    const cell = () => `v${Array.from({ length: 6 }, () => alphabet[random.integer(8)]).join('')}`;
    const rows = Array.from({ length: 300 }, () => [cell(), cell(), cell()]);
    const written = [['a', 'b', 'c'], ...rows]
      .map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(',') + '\n')
      .join('');
    for (const size of [7, 10_000]) {
      const read = await rowsOf(inPieces(bytes(written), size));
      expect(read.map(row => row.cells)).toEqual([['a', 'b', 'c'], ...rows]);
    }
  });

  it('gives rows before the text ends', async () => {
    async function* endless() {
      yield bytes('x;y\n');
      for (;;) yield bytes('1;2\n');
    }
    const rows: CsvRow[] = [];
    for await (const some of readCsvRows(endless())) {
      rows.push(...some);
      if (rows.length > 3) break;
    }
    expect(rows.slice(0, 2)).toEqual([
      { line: 1, cells: ['x', 'y'] },
      { line: 2, cells: ['1', '2'] },
    ]);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', 'test.csv, line 2: expected a closing quote; found the end of the file'],
    ['a,b\n1,"2"3\n', 'test.csv, line 2: expected a delimiter or a line end after a closing quote'],
  ])('refuses %j', async (broken, message) => {
    await expect(rowsOf(inPieces(bytes(broken), 3), { source: 'test.csv' })).rejects.toThrow(message);
  });

  it('gives up on a quote that is never closed before memory runs out', async () => {
    async function* endless() {
      yield bytes('a,b\n1,"');
      for (;;) yield bytes('x'.repeat(1 << 16));
    }
    await expect(rowsOf(endless())).rejects.toThrow(
      /line 2: expected a closing quote; the row goes on and on/,
    );
  });

  it('leaves comments out and counts them', async () => {
    const rows = await rowsOf(inPieces(bytes('# a\nx|y\n# b\n1|2\n'), 5), { comment: '#' });
    expect(rows).toEqual([
      { line: 2, cells: ['x', 'y'] },
      { line: 4, cells: ['1', '2'] },
    ]);
  });
});

describe('gzip', () => {
  it('is read as what it holds, in files and streams, cut anywhere', async () => {
    const content = `x,town\n${'1,Ulm\n2,Bonn\n'.repeat(200_000)}`;
    const path = join(folder, 'towns.csv.gz');
    await writeFile(path, gzipSync(content));
    const table = await readCsv(path);
    expect(table.numRows).toBe(400_000);
    expect(table.slice(-1).toRows()).toEqual([{ x: 2, town: 'Bonn' }]);
    const small = gzipSync(text);
    for (const size of [1, 2, 3, 1000])
      expect((await rowsOf(inPieces(small, size))).map(row => row.cells)).toEqual(cells);
    // Two archives, one after the other, are one.
    const twice = Buffer.concat([gzipSync('x,y\n1,2\n'), gzipSync('3,4\n')]);
    expect((await rowsOf(inPieces(twice, 9))).map(row => row.cells)).toEqual([
      ['x', 'y'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('that is damaged or cut off is refused by name', async () => {
    const whole = gzipSync('x,town\n1,Ulm\n'.repeat(1000));
    const cut = join(folder, 'cut.csv.gz');
    await writeFile(cut, whole.subarray(0, whole.length - 20));
    const refusal = {
      code: 'invalid-csv',
      message: expect.stringMatching(/^cut\.csv\.gz: expected gzip data; it is damaged or cut off/),
    };
    await expect(readCsv(cut)).rejects.toMatchObject(refusal);
    whole[12]! ^= 0xff;
    await writeFile(cut, whole);
    await expect(readCsv(cut)).rejects.toMatchObject(refusal);
  });
});

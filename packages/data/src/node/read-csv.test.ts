import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCsv } from '../csv/parse-csv';
import { readCsv } from './read-csv';

let folder: string;
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-csv-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('readCsv', () => {
  it('reads what parseCsv reads, over many chunks', async () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => `${i / 8},"grün, ""${i % 5}""\n"`);
    const text = `x,label\n${rows.join('\r\n')}\r\n`;
    const table = await readCsv(await file('long.csv', text));
    const expected = parseCsv(text);
    expect(table.numRows).toBe(120_000);
    for (const name of ['x', 'label']) expect(table.column(name)).toEqual(expected.column(name));
  });

  it('joins files, and dictionaries with them', async () => {
    const first = await file('first.csv', 'x,site\n1,north\n2,south\n');
    const second = await file('second.csv', 'x,site\n3,west\n,south');
    const table = await readCsv([first, second]);
    expect(table.toRows()).toEqual([
      { x: 1, site: 'north' },
      { x: 2, site: 'south' },
      { x: 3, site: 'west' },
      { x: null, site: 'south' },
    ]);
    expect(table.column('site')).toMatchObject({ categories: ['north', 'south', 'west'] });
  });

  it('reads again where a later file shows that a column is text', async () => {
    const first = await file('codes.csv', 'code,x\n007,1\n1.50,2\n');
    const second = await file('more-codes.csv', 'code,x\nA1,3\n');
    const table = await readCsv([first, second]);
    expect(table.toRows().map(row => row['code'])).toEqual(['007', '1.50', 'A1']);
    expect(table.column('x').kind).toBe('numeric');
  });

  it('drops the byte order mark of every file', async () => {
    const first = await file('bom-1.csv', '\ufeffx\n1\n');
    const second = await file('bom-2.csv', '\ufeffx\n2\n');
    expect((await readCsv([first, second])).toRows()).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it('counts lines in the file at fault', async () => {
    const first = await file('good.csv', 'x,y\n1,2\n3,4\n');
    await expect(readCsv([first, await file('ragged.csv', 'x,y\n1,2\n3\n')])).rejects.toMatchObject({
      code: 'invalid-csv',
      message: expect.stringMatching(/^ragged\.csv, line 3: expected 2 cells; found 1/),
    });
    await expect(readCsv([first, await file('other.csv', 'y,x\n1,2\n')])).rejects.toMatchObject({
      code: 'invalid-csv',
      message: 'other.csv, line 1: expected the columns of the first file [x, y]; found [y, x]',
    });
    await expect(readCsv([first, await file('empty.csv', '')])).rejects.toMatchObject({
      code: 'invalid-csv',
      message: 'empty.csv, line 1: expected a line of column names; the file is empty',
    });
    await expect(readCsv([first, await file('open.csv', 'x,y\n1,"2\n3,4\n')])).rejects.toThrow(
      'open.csv, line 2: expected a closing quote',
    );
  });

  it('finds a fault beyond the first chunk on its line', async () => {
    const rows = Array.from({ length: 400_000 }, (_, i) => (i === 399_000 ? 'ten' : String(i % 100)));
    const path = await file('late.csv', `x\n${rows.join('\n')}\n`);
    await expect(readCsv(path, { columns: { x: 'numeric' } })).rejects.toThrow(
      'late.csv, line 399002, column "x": expected a finite number; found "ten"',
    );
  });

  it('says which file is not there or cannot be read', async () => {
    const missing = join(folder, 'missing.csv');
    await expect(readCsv(missing)).rejects.toMatchObject({
      code: 'file-not-found',
      message: `there is no file ${missing}`,
      cause: { code: 'ENOENT' },
    });
    const directory = join(folder, 'directory');
    await mkdir(directory);
    await expect(readCsv(directory)).rejects.toMatchObject({
      code: 'file-system',
      message: `expected a CSV file; ${directory} is a directory`,
    });
    const inFile = join(await file('plain.csv', 'x\n1\n'), 'inside.csv');
    await expect(readCsv(inFile)).rejects.toMatchObject({ code: 'file-system' });
    await expect(readCsv([])).rejects.toThrow(TypeError);
  });

  it('refuses text that is not UTF-8, also at the very end', async () => {
    const refusal = { code: 'invalid-csv', message: expect.stringMatching(/expected UTF-8 text/) };
    const latin = await file('latin.csv', Buffer.from('x\ngrün\n', 'latin1'));
    await expect(readCsv(latin)).rejects.toMatchObject(refusal);
    const cut = await file('cut.csv', Buffer.from('x\ngrü').subarray(0, 5));
    await expect(readCsv(cut)).rejects.toMatchObject(refusal);
  });
});

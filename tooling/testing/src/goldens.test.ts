import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { goldenColumns } from './golden-columns';
import { goldens, savedFolder } from './goldens';

let folder: string;
let file: string;
const writing = process.env['HEPH_WRITE_GOLDENS'];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heph-'));
  file = join(folder, 'fixtures', 'values.json');
  delete process.env['HEPH_WRITE_GOLDENS'];
});
afterEach(async () => {
  if (writing === undefined) delete process.env['HEPH_WRITE_GOLDENS'];
  else process.env['HEPH_WRITE_GOLDENS'] = writing;
  await rm(folder, { recursive: true });
});

/** The goldens of a file that was written before. */
async function withGoldens(values: Record<string, unknown>) {
  await mkdir(join(folder, 'fixtures'), { recursive: true });
  await writeFile(file, JSON.stringify(values));
  return goldens(file);
}

describe('goldens', () => {
  it.each([
    ['a number whose last bit differs', 0.1 + 0.2, 0.3, '"a": expected 0.3; received 0.30000000000000004'],
    ['an element', { y: [1, [2, 3]] }, { y: [1, [2, 4]] }, '"a".y[1][1]: expected 4; received 3'],
    ['NaN', [NaN], [1], '[0]: expected 1; received "NaN"'],
    ['a text', 'on', 'off', 'expected "off"; received "on"'],
    ['one more', [1, 2], [1], 'expected a list of 1; received a list of 2'],
    ['a missing property', { a: 1 }, { a: 1, b: 2 }, '.b: expected 2; received nothing'],
    ['a property too many', { a: 1, b: null }, { a: 1 }, '.b: expected nothing; received null'],
    ['null', null, 0, 'expected 0; received null'],
  ])('are not met by %s', async (_, value, golden, message) => {
    const { expect: check } = await withGoldens({ a: golden });
    expect(() => check('a', value)).toThrow(message);
  });

  it('are met by equal values, whatever array they come in', async () => {
    const { expect: check } = await withGoldens({ a: { x: [0, 0.5, 'NaN'], y: 'Infinity' } });
    check('a', { x: Float32Array.of(-0, 0.5, NaN), y: Infinity, z: undefined });
    check('a', { x: [0, 0.5, NaN], y: Infinity });
  });

  it('name the place that is furthest off, of those beyond the tolerance', async () => {
    const { expect: check } = await withGoldens({ a: [1000, 1, 0] });
    const tolerance = { rtol: 1e-3, atol: 0.01 };
    check('a', [1001, 1.01, -0.01], tolerance);
    expect(() => check('a', [1001, 1.1, 0.02], tolerance)).toThrow(
      'golden "a"[1]: expected 1; received 1.1 (rtol 0.001, atol 0.01)',
    );
  });

  it('that are not there fail, but are added where they are to be written; what is there stays', async () => {
    expect(() => goldens(file).expect('a', 1)).toThrow(`there is no golden "a" in ${file}`);
    expect(existsSync(file)).toBe(false);
    process.env['HEPH_WRITE_GOLDENS'] = '1';
    const { expect: check } = goldens(file);
    check('a', { x: Float64Array.of(1 / 3, -Infinity) });
    check('b', 'c');
    expect(() => check('b', 'd')).toThrow('expected "c"; received "d"');
    expect(await readFile(file, 'utf8')).toBe(
      '{\n"a": {"x":[0.3333333333333333,"-Infinity"]},\n"b": "c"\n}\n',
    );
  });
});

describe('savedFolder', () => {
  it('is written where it is missing, when goldens are written, and never again', async () => {
    const directory = join(folder, 'fixtures', 'model');
    const save = (path: string) => mkdir(path);
    await expect(savedFolder(directory, save)).rejects.toThrow(`there is no folder ${directory}`);
    process.env['HEPH_WRITE_GOLDENS'] = '1';
    const half = async (path: string) => {
      await mkdir(path);
      throw new Error('half of it');
    };
    await expect(savedFolder(directory, half)).rejects.toThrow('half of it');
    expect(existsSync(directory)).toBe(false);
    expect(await savedFolder(directory, save)).toBe(directory);
    expect(await savedFolder(directory, () => Promise.reject(new Error('again')))).toBe(directory);
  });
});

describe('goldenColumns', () => {
  it('has missing cells, unseen categories and every class', () => {
    const { train, rows } = { train: goldenColumns('train'), rows: goldenColumns('rows') };
    for (const name of ['wind', 'site']) expect(train[name]).toContain(null);
    for (const [name, classes] of Object.entries({ state: 3, alarm: 2, grade: 3 }))
      expect(new Set<unknown>(train[name]).size).toBe(classes);
    for (const name of ['power', 'wind', 'load', 'site', 'shift']) expect(rows[name]).toContain(null);
    expect([train['site'], rows['site']].map(sites => (sites as unknown[]).includes('west'))).toEqual([
      false,
      true,
    ]);
    for (const values of Object.values(rows)) expect(values).toHaveLength(17);
  });
});

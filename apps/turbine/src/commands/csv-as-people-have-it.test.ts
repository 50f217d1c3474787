import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { parseCsv } from '@heph/data';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emptyWorld, shopCsv, type TestWorld } from '../../test/support/world';
import { main } from '../main';
import { loadModelFolder } from '../training/model-folder';

let world: TestWorld;
beforeEach(async () => {
  world = await emptyWorld();
});

const file = (name: string, content: string | Uint8Array) => writeFile(join(world.cwd, name), content);
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.split(','));

const train = async (name: string, ...flags: string[]) => {
  const args = ['--csv', name, '--target', 'price', '--drop', 'id', '--categorical', 'year'];
  const code = await main(['train', ...args, '--model', 'linear', '--out', 'model', ...flags], world);
  expect(world.stderr.text).not.toMatch(/error/);
  expect(code).toBe(0);
  world.stdout.text = '';
  world.stderr.text = '';
};
const predict = async (name: string, ...flags: string[]) => {
  world.stdout.text = '';
  const code = await main(['predict', 'model', name, '--only', ...flags], world);
  expect([code, world.stderr.text]).toEqual([0, '']);
  return world.stdout.text;
};

describe('CSV as people have it, in train and predict', () => {
  let expected: string;
  const [header, ...lines] = rowsOf(shopCsv());
  const written = (row: (cells: string[], i: number) => string, names = header!.join(',')) =>
    `${names}\n${lines.map((cells, i) => `${row(cells, i)}\n`).join('')}`;
  beforeEach(async () => {
    await file('shop.csv', shopCsv());
    await train('shop.csv');
    expected = await predict('shop.csv');
  });

  it('an index column is left out of both', async () => {
    await file(
      'indexed.csv',
      written((cells, i) => [i, ...cells].join(','), `,${header!.join(',')}`),
    );
    expect(await predict('indexed.csv')).toBe(expected);
    await train('indexed.csv');
    expect(await predict('indexed.csv')).toBe(expected);
    expect(await predict('shop.csv')).toBe(expected);
    const { manifest } = await loadModelFolder(join(world.cwd, 'model'));
    expect(manifest.columns.map(({ name }) => name)).toEqual(['size', 'town', 'year']);
    expect(manifest.csv).toBeUndefined();
  });

  it('names lose white space around them', async () => {
    await file(
      'spaced.csv',
      written(cells => cells.join(','), ` ${header!.join(' , ')} `),
    );
    expect(await predict('spaced.csv')).toBe(expected);
    await train('spaced.csv');
    expect(await predict('shop.csv')).toBe(expected);
  });

  it('gzip, other delimiters and comments are read, from files and standard input', async () => {
    await file('shop.csv.gz', gzipSync(shopCsv()));
    await file('shop.tsv', `# by hand\n${shopCsv().replaceAll(',', '\t')}`);
    expect(await predict('shop.csv.gz')).toBe(expected);
    expect(await predict('shop.tsv', '--comment', '#')).toBe(expected);
    const piped = { ...world, stdin: Readable.from([gzipSync(shopCsv())]) };
    world.stdout.text = '';
    expect(await main(['predict', 'model', '-', '--only'], piped)).toBe(0);
    expect(world.stdout.text).toBe(expected);
    await train('shop.tsv', '--comment', '#', '--delimiter', 'tab');
    expect(await predict('shop.tsv')).toBe(expected);
  });

  it('numbers as countries write them, and other words for nothing; predict reads what train was told', async () => {
    const german = (cell: string) => cell.replace('.', ',');
    const size = header!.indexOf('size');
    const hole = (i: number) => i % 50 === 7;
    const cellsOf = (cells: string[], i: number, word: string) =>
      cells.map((cell, j) => (j === size && hole(i) ? word : cell));
    await file(
      'holes.csv',
      written((cells, i) => cellsOf(cells, i, 'N/A').join(',')),
    );
    await train('holes.csv');
    const withHoles = await predict('holes.csv');
    await file(
      'german.csv',
      written((cells, i) => cellsOf(cells, i, 'fehlt').map(german).join(';'), header!.join(';')),
    );
    await train('german.csv', '--decimal', ',', '--missing', 'fehlt');
    expect(await predict('german.csv')).toBe(withHoles);
    const { manifest } = await loadModelFolder(join(world.cwd, 'model'));
    expect(manifest.csv).toEqual({ decimal: ',', missing: ['', 'fehlt'] });
    expect(await predict('holes.csv', '--decimal', '.', '--missing', 'N/A')).toBe(withHoles);

    const grouped = (cells: string[]) =>
      cells.map((cell, j) => (j === size ? `"${Number(cell).toLocaleString('en')}"` : cell)).join(',');
    const large = (cells: string[]) =>
      cells.map((cell, j) => (j === size ? String(Number(cell) * 1000) : cell));
    await file(
      'large.csv',
      written(cells => large(cells).join(',')),
    );
    await file(
      'grouped.csv',
      written(cells => grouped(large(cells))),
    );
    await train('large.csv');
    const ofLarge = await predict('large.csv');
    await train('grouped.csv', '--thousands', ',');
    expect(await predict('grouped.csv')).toBe(ofLarge);
  });

  it('categories spelled otherwise are those of training; others are counted', async () => {
    const year = header!.indexOf('year');
    const respelled = written(cells => cells.map((cell, j) => (j === year ? `${cell}.0` : cell)).join(','));
    await file('floats.csv', respelled);
    expect(await predict('floats.csv')).toBe(expected);
    expect(await main(['explain', 'model', 'floats.csv', '--rows', '20'], world)).toBe(0);
    await file('odd.csv', 'size,town,year\n50,Bonn,1999\n50,Ulm,2001.0\n');
    expect(await main(['predict', 'model', 'odd.csv'], world)).toBe(0);
    expect(world.stderr.text).toMatch(
      /categories that training never had: year \(1 row\) and town \(1 row\)/,
    );
  });

  it.each([
    [['--decimal', '12'], /--decimal must be one character/],
    [['--thousands', '.'], /--decimal and thousands must differ/],
    [['--delimiter', '"'], /--delimiter must be text without quotes/],
  ])('%j is refused with one line', async (flags, message) => {
    for (const command of [
      ['predict', 'model', 'shop.csv'],
      ['train', '--csv', 'shop.csv', '--target', 'price', '--model', 'linear', '--out', 'other'],
    ]) {
      world.stderr.text = '';
      expect(await main([...command, ...flags], world)).toBe(2);
      expect(world.stderr.lines).toEqual([expect.stringMatching(message)]);
    }
  });

  it('a category that is a word for nothing elsewhere stays with the saved rows', async () => {
    const town = header!.indexOf('town');
    await file(
      'none.csv',
      written((cells, i) => cells.map((cell, j) => (j === town && i % 3 === 0 ? 'None' : cell)).join(',')),
    );
    await train('none.csv', '--missing', '-');
    const { sample } = await loadModelFolder(join(world.cwd, 'model'));
    expect(sample.schema.find(({ name }) => name === 'town')).toMatchObject({
      categories: expect.arrayContaining(['None']),
    });
    expect(parseCsv('town\nNone\nUlm\n').toRows()[0]).toEqual({ town: null });
  });
});

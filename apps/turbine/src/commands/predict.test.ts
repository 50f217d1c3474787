import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseCsv, requireNumericColumn } from '@heph/data';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emptyWorld, shopCsv, temporaryFolder, type TestWorld } from '../../test/support/world';
import { main } from '../main';
import { loadModelFolder, saveModelFolder } from '../training/model-folder';

let world: TestWorld;
beforeEach(async () => {
  world = await emptyWorld();
  await writeFile(join(world.cwd, 'shop.csv'), shopCsv());
  const args = ['--csv', 'shop.csv', '--target', 'price', '--drop', 'id', '--categorical', 'year'];
  await main(['train', ...args, '--model', 'linear', '--out', 'model'], world);
  world.stdout.text = '';
  world.stderr.text = '';
});

const csv = (name: string, text: string) => writeFile(join(world.cwd, name), text);
const rows = (text: string) => parseCsv(text).toRows();

describe('predict', () => {
  it('keeps the columns as they are and adds the prediction with its interval', async () => {
    await csv('new.csv', 'note,year,town,size\r\n"a, ""b""",2001,Bonn,50\r\nplain,2003,Celle,100\r\n');
    expect(await main(['predict', 'model', 'new.csv'], world)).toBe(0);
    const [header, first, second] = world.stdout.lines;
    expect(header).toBe('note,year,town,size,prediction,lower,upper');
    expect(first).toMatch(/^"a, ""b""",2001,Bonn,50,\d/);
    expect(second).toMatch(/^plain,2003,Celle,100,/);
    const { manifest } = await loadModelFolder(join(world.cwd, 'model'));
    for (const row of rows(world.stdout.text)) {
      const [prediction, lower, upper] = ['prediction', 'lower', 'upper'].map(name => row[name] as number);
      expect(prediction! - lower!).toBeCloseTo(manifest.interval.halfWidth, 3);
      expect(upper! - prediction!).toBeCloseTo(manifest.interval.halfWidth, 3);
    }
    expect(world.stderr.text).toBe('');
  });

  it('predicts what the model predicts, over many blocks, from a file or standard input', async () => {
    const text = shopCsv(20_000);
    await csv('many.csv', text);
    expect(await main(['predict', 'model', 'many.csv', '--only', '--out', 'p.csv'], world)).toBe(0);
    const written = await readFile(join(world.cwd, 'p.csv'), 'utf8');
    const { model } = await loadModelFolder(join(world.cwd, 'model'));
    const expected = await model.predict(parseCsv(text, { columns: { year: 'categorical' } }));
    const found = requireNumericColumn(parseCsv(written), 'prediction').values;
    expect(found).toHaveLength(20_000);
    for (let row = 0; row < 20_000; row++) expect(found[row]! / expected[row]!).toBeCloseTo(1, 5);

    const bytes = new TextEncoder().encode(text);
    const pieces = [bytes.subarray(0, 1001), bytes.subarray(1001, 5000), bytes.subarray(5000)];
    const piped = { ...world, stdin: Readable.from(pieces) };
    expect(await main(['predict', 'model', '-', '--only'], piped)).toBe(0);
    expect(world.stdout.text.slice(world.stdout.text.indexOf('prediction,'))).toBe(written);
  });

  it('names every column that is missing', async () => {
    await csv('new.csv', 'town,colour\nBonn,red\n');
    expect(await main(['predict', 'model', 'new.csv'], world)).toBe(2);
    expect(world.stderr.lines).toEqual([
      'error: new.csv: the model needs the columns [size, town, year]; missing [size, year] from [town, colour]',
    ]);
  });

  it('takes a value for a column that the file lacks', async () => {
    await csv('new.csv', 'size,town\n50,Bonn\n');
    expect(await main(['predict', 'model', 'new.csv', '--set', 'year=2002', '--only'], world)).toBe(0);
    expect(world.stdout.lines).toHaveLength(2);
    expect(await main(['predict', 'model', 'new.csv', '--set', 'month=2'], world)).toBe(2);
    expect(world.stderr.text).toMatch(/--set: the model has no column "month"; it has \[size, town, year\]/);
  });

  const bad = 'size,town,year\n50,Bonn,2001\nlarge,Bonn,2001\n60,Bonn\n1e999,Bonn,2001\n70,Celle,2002\n';

  it('stops at a bad row with its place and what was expected', async () => {
    await csv('bad.csv', bad);
    expect(await main(['predict', 'model', 'bad.csv', '--out', 'p.csv'], world)).toBe(2);
    expect(world.stderr.lines).toEqual([
      'error: bad.csv, row 2 (line 3), column "size": expected a finite number; found "large"',
    ]);
    expect(await readdir(world.cwd)).not.toContain('p.csv');
  });

  it('leaves the file that was there as it was, and nothing beside it', async () => {
    await csv('bad.csv', bad);
    await csv('p.csv', 'old');
    expect(await main(['predict', 'model', 'bad.csv', '--out', 'p.csv'], world)).toBe(2);
    expect(await readFile(join(world.cwd, 'p.csv'), 'utf8')).toBe('old');
    expect((await readdir(world.cwd)).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });

  it('skips bad rows where asked to, and says which', async () => {
    await csv('bad.csv', bad);
    expect(await main(['predict', 'model', 'bad.csv', '--skip-bad-rows'], world)).toBe(0);
    expect(rows(world.stdout.text).map(row => row['size'])).toEqual([50, 70]);
    expect(world.stderr.lines).toEqual([
      '3 bad rows were skipped:',
      '  bad.csv, row 2 (line 3), column "size": expected a finite number; found "large"',
      '  bad.csv, row 3 (line 4): expected 3 cells; found 2',
      '  bad.csv, row 4 (line 5), column "size": expected a finite number; found "1e999"',
    ]);
  });

  it('predicts rows unlike those of training, and says so', async () => {
    await csv('odd.csv', 'size,town,year\n5000,Bonn,2001\n50,Ulm,1999\n,,2001\n');
    expect(await main(['predict', 'model', 'odd.csv'], world)).toBe(0);
    for (const row of rows(world.stdout.text)) expect(row['prediction']).toEqual(expect.any(Number));
    expect(world.stderr.lines).toEqual([
      expect.stringMatching(/values outside what training had: size \(1 row\)/),
      expect.stringMatching(/categories that training never had: town \(1 row\) and year \(1 row\)/),
      expect.stringMatching(/no value where training always had one: size \(1 row\) and town \(1 row\)/),
    ]);
  });

  it.each([
    ['a folder without a model', ['predict', 'nowhere', 'shop.csv'], /no model in .*nowhere/],
    ['no such file', ['predict', 'model', 'none.csv'], /there is no file none\.csv/],
    ['an empty file', ['predict', 'model', 'empty.csv'], /empty\.csv: expected a line of column names/],
    [
      'rows that have a prediction',
      ['predict', 'model', 'again.csv'],
      /have a column "lower" already; --only/,
    ],
    ['a setting without a value', ['predict', 'model', 'shop.csv', '--set', 'year'], /such as year=2015/],
    ['bytes that are no text', ['predict', 'model', 'bytes.csv'], /bytes\.csv: expected UTF-8 text/],
  ])('refuses %s', async (_, args, message) => {
    await csv('empty.csv', '');
    await csv('again.csv', 'size,town,year,lower\n50,Bonn,2001,3\n');
    await writeFile(join(world.cwd, 'bytes.csv'), Uint8Array.of(0x73, 0xff, 0xfe, 0x0a));
    expect(await main(args, world)).toBe(2);
    expect(world.stderr.lines).toEqual([expect.stringMatching(message)]);
  });

  it('does not wait for a person to type rows', async () => {
    const terminal = { ...world, stdin: Object.assign(Readable.from([]), { isTTY: true }) };
    expect(await main(['predict', 'model'], terminal)).toBe(2);
    expect(world.stderr.text).toMatch(/expected a CSV file, or rows on standard input/);
  });

  it('stops while it waits for rows', async () => {
    const silent = { ...world, stdin: new Readable({ read() {} }) };
    const running = main(['predict', 'model', '-'], silent);
    setTimeout(() => world.stop.abort(new Error('interrupted')), 100);
    expect(await running).toBe(130);
    silent.stdin.destroy();
  });

  it('waits for a reader that is slower', async () => {
    await csv('many.csv', shopCsv(40_000));
    let waiting = 0;
    const slow = Object.assign(world.stdout, {
      write: (text: string) => {
        expect(waiting).toBe(0);
        world.stdout.text += text;
        waiting++;
        return false;
      },
      once: (_: 'drain', listener: () => void) =>
        setTimeout(() => {
          waiting--;
          listener();
        }, 5),
    });
    expect(await main(['predict', 'model', 'many.csv', '--only'], { ...world, stdout: slow })).toBe(0);
    expect(world.stdout.lines).toHaveLength(40_001);
  });
});

it('a network survives its folder', async () => {
  const { EnhancedTabularRegressor } = await import('@heph/enhanced');
  const { SingleRowConfig } = await import('@heph/transformer');
  const { readyNetwork } = await import('../models/ready-model');
  const { manifest, sample } = await loadModelFolder(join(world.cwd, 'model'));
  const network = new EnhancedTabularRegressor({
    modelConfig: SingleRowConfig.generate(sample, { target: 'price' }),
    ...{ dModel: 8, nHeads: 2, numLayers: 1 },
  });
  await network.fit(sample, { epochs: 1, batchSize: 8, engine: 'eager' });
  const folder = await temporaryFolder();
  await saveModelFolder(folder, readyNetwork(network), { ...manifest, kind: 'interactive' }, sample);
  const loaded = await loadModelFolder(folder);
  expect(await loaded.model.predict(sample)).toEqual(await network.predict(sample));
  expect(loaded.model.pairs).toEqual([]);
  loaded.model.dispose?.();
  network.dispose();
});
